"""A made-up case folder of the published shape, small enough to work out by hand; and those that come with Cradle.

Sites are in no order; lime is bought on two rows, one row is zero, slag is sent to treatment, the
recycler is credited for a factor and for the mine's ore.
"""

from pathlib import Path

from ledger.exchange.case import Case
from ledger.exchange.case_folder import read_case
from ledger.exchange.examples import example_folder

SITES = """\
site_id,site,country,stage,output,unit
PACK,Pack plant,DE,main production,battery,kg
REC,Recycler,RoW,end of life,battery treated,kg
MINE,Mine,FI,raw material,ore,kg
HEAT,Boiler,FI,raw material,steam,MJ
"""
ACTIVITIES = """\
site_id,kind,input,amount_per_unit_output,unit,stage,note
PACK,site,MINE,1.5,kg,raw material,
PACK,reagent,lime,0.25,kg,raw material,first row
PACK,reagent,lime,0.5,kg,raw material,second row
PACK,site,MINE,0.5,kg,raw material,"again, in another row"
PACK,reagent,lime,0,kg,raw material,
PACK,declared,cells,0.1,piece,main production,
PACK,transport,lorry,2,tkm,distribution,
PACK,energy,grid,3,kWh,main production,
PACK,waste,slag,-4,kg,main production,
MINE,energy,HEAT,2,MJ,raw material,
MINE,direct,co2,0.125,kg,raw material,
HEAT,energy,gas,1,MJ,raw material,
REC,energy,grid,1,kWh,end of life,
REC,credit,copper,-0.5,kg,end of life,
REC,credit,MINE,-0.25,kg,end of life,
"""
FACTORS = """\
factor_id,name,value,unit,source
lime,lime,2,kg CO2e/kg,made up
cells,cells,10,kg CO2e/piece,made up
lorry,lorry,0.1,kg CO2e/tkm,made up
grid,grid,0.5,kg CO2e/kWh,made up
slag,slag,-0.05,kg CO2e/kg,made up
gas,gas,0.1,kg CO2e/MJ,made up
copper,copper,4,kg CO2e/kg,made up
co2,carbon dioxide,1,kg CO2e/kg,made up
spare,nobody buys this,7,kg CO2e/m3,made up
"""
MIXES = FACTORS.replace("unit,source", "unit,source,carrier,grid,mix,year,boundary").replace(
    "grid,0.5,kg CO2e/kWh,made up", "grid,0.5,kg CO2e/kWh,made up,,DE,average,2024,life_cycle"
)
"""The factors, the grid of which says that it is a mix."""
SETTINGS = """\
name = "A made-up chain"

[battery]
site = "PACK"
end_of_life_site = "REC"
model = "urn:test:model"
manufacturer = "Pack maker"
category = "EV"
vehicle_category = "M1"
mass_kg = 400.50
usable_energy_kwh = "75"
warranty_years = 8
warranty_remaining = 0.8
"""
COMPOSITIONS = """\
site_id,element,mass_fraction,formula
MINE,Ni,0.223304,NiSO4.6H2O
MINE,Co,0,NiSO4.6H2O
PACK,Ni,0.5,nickel of all parts
"""
FILES = {
    "sites.csv": SITES,
    "activities.csv": ACTIVITIES,
    "factors.csv": FACTORS,
    "case.toml": SETTINGS,
    "compositions.csv": COMPOSITIONS,
}
GOODS = """\
name = "A made-up chain of a product"

[product]
site = "MINE"
manufacturer = "Mine"
town = "Orehill"
"""
"""The settings of a case whose product is the ore."""

FIGURES = {"HEAT": "0.1", "MINE": "0.325", "PACK": "5.05", "REC": "-1.58125"}


def write_case(folder: Path, **changed: str | bytes | None) -> Path:
    """Write the folder; a keyword such as `sites_csv` replaces a file, None leaves it out."""
    folder.mkdir(exist_ok=True)
    for name, text in FILES.items():
        content = changed.get(name.replace(".", "_"), text)
        if content is not None:
            data = content if isinstance(content, bytes) else content.encode()
            (folder / name).write_bytes(data)
    return folder


def factors_of(elements: str) -> str:
    """The factors, with the elements of lime."""
    head, row, *others = FACTORS.splitlines()
    rows = [f"{head},elements", f'{row},"{elements}"', *(f"{it}," for it in others)]
    return "\n".join([*rows, ""])


def example_case(name: str) -> Case:
    """A case that comes with Cradle."""
    return read_case(example_folder(name))
