"""A made-up case folder with several outputs, emitted gases, stated supplies and units such as t, worked by hand.

The refinery is per t of copper: 3 MWh at 500 kg/MWh, 2 kg of methane at 29.8, 1 t of carbon dioxide taken up by growth
at 0: 1559.6 kg. Copper carries 0.6 of it, nickel 0.4 on 0.25 t; slag and turnings carry none.
"""

from pathlib import Path

SITES = """\
site_id,site,country,stage,output,unit,mass_kg_per_unit,allocation,allocation_value
REF,Refinery,FI,raw material,copper,t,1000,revenue,600
MILL,Mill,DE,main production,sheet,kg,,,
"""
OUTPUTS = """\
output_id,site_id,output,role,amount_per_unit_output,unit,mass_kg_per_unit,allocation_value
NI,REF,nickel,co_product,0.25,t,,400
SLAG,REF,slag,by_product,2,t,1000,
TURN,REF,turnings,scrap,10,kg,-,
"""
ACTIVITIES = """\
site_id,kind,input,amount_per_unit_output,unit,stage,origin,supply,known,document
REF,energy,grid,2,MWh,raw material,,contract,invoiced,Invoices of 2025
REF,energy,grid,1,MWh,raw material,,,metered,Meter E-7
REF,emission,ch4,2000,g,raw material,fossil,,,
REF,emission,co2,1,t,raw material,uptake,,,
MILL,site,REF,0.5,kg,raw material,,,weighed,Weighbridge 1
MILL,site,NI,100,g,raw material,,,,
MILL,site,SLAG,1,kg,raw material,,,,
MILL,energy,steam,0.002,GJ,main production,,direct_line,,
MILL,land,land,3,m2a,main production,,,,
MILL,credit,NI,-0.01,kg,main production,,,,
"""
FACTORS = """\
factor_id,name,value,unit,carrier
grid,grid,500,kg CO2e/MWh,
steam,power in MJ,0.1,kg CO2e/MJ,electricity
land,occupation,0.01,kg CO2e/m2a,
"""
FILES = {
    "sites.csv": SITES,
    "outputs.csv": OUTPUTS,
    "activities.csv": ACTIVITIES,
    "factors.csv": FACTORS,
}
FIGURES = {"REF": "0.93576", "NI": "2.49536", "MILL": "0.9224624"}
"""Mill: 0.5 x 0.93576 + 0.1 x 2.49536 + 2 x 0.1 + 3 x 0.01 - 0.01 x 2.49536."""


def write_outputs(folder: Path, **changed: str) -> Path:
    """Write the folder; a keyword such as `sites_csv` replaces a file."""
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(changed.get(name.replace(".", "_"), text), encoding="utf-8")
    return folder
