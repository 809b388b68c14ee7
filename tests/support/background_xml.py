"""ILCD and ecospold 2 files of the tests: small, and of the elements that are read."""

import io
import zipfile

MASS = "93a60a56-a3c8-11da-a746-0800200b9a66"
MASS_UNITS = "93a60a57-a4c8-11da-a746-0800200c9a66"
FOSSIL = "08a91e70-3ddc-11dd-923d-0050c2490048"
STEEL, ORE, SLAG, GAS = (f"{digit}0000000-0000-4000-8000-000000000000" for digit in "1234")

_HEAD = (
    'xmlns:common="http://lca.jrc.it/ILCD/Common" xmlns="http://lca.jrc.it/ILCD/{}" version="1.1"'
)


def _set(kind: str, content: str) -> bytes:
    return f"<{kind.lower()}DataSet {_HEAD.format(kind)}>{content}</{kind.lower()}DataSet>".encode()


def ilcd_flow(uuid: str, name: str, kind: str = "Product flow", where: str = "") -> bytes:
    """A flow data set in kg."""
    category = (
        "<common:elementaryFlowCategorization>"
        f'<common:category level="0">Emissions</common:category>'
        f'<common:category level="1">{where}</common:category>'
        "</common:elementaryFlowCategorization>"
    )
    return _set(
        "Flow",
        f"<flowInformation><dataSetInformation><common:UUID>{uuid}</common:UUID><name>"
        f'<baseName xml:lang="de">Name</baseName><baseName xml:lang="en">{name}</baseName></name>'
        f"<classificationInformation>{category if where else ''}</classificationInformation>"
        "</dataSetInformation><quantitativeReference><referenceToReferenceFlowProperty>0"
        "</referenceToReferenceFlowProperty></quantitativeReference></flowInformation>"
        "<modellingAndValidation><LCIMethod>"
        f"<typeOfDataSet>{kind}</typeOfDataSet></LCIMethod></modellingAndValidation>"
        '<flowProperties><flowProperty dataSetInternalID="0">'
        f'<referenceToFlowPropertyDataSet refObjectId="{MASS}"/><meanValue>1</meanValue>'
        "</flowProperty></flowProperties>",
    )


def ilcd_exchange(number: int, flow: str, direction: str, amount: str, short: str = "x") -> str:
    """An exchange of a process."""
    return (
        f'<exchange dataSetInternalID="{number}"><referenceToFlowDataSet refObjectId="{flow}">'
        f'<common:shortDescription xml:lang="en">{short}</common:shortDescription>'
        f"</referenceToFlowDataSet><exchangeDirection>{direction}</exchangeDirection>"
        f"<resultingAmount>{amount}</resultingAmount></exchange>"
    )


def ilcd_process(
    uuid: str, name: str, *exchanges: str, kind: str = "Unit process, single operation"
) -> bytes:
    """A process data set whose reference flow is exchange 0."""
    return _set(
        "Process",
        f"<processInformation><dataSetInformation><common:UUID>{uuid}</common:UUID><name>"
        f'<baseName xml:lang="en">{name}</baseName></name></dataSetInformation>'
        '<quantitativeReference type="Reference flow(s)"><referenceToReferenceFlow>0'
        "</referenceToReferenceFlow></quantitativeReference><time>"
        "<common:referenceYear>2016</common:referenceYear>"
        "<common:dataSetValidUntil>2024</common:dataSetValidUntil></time><geography>"
        '<locationOfOperationSupplyOrProduction location="RER"/></geography></processInformation>'
        f"<modellingAndValidation><LCIMethodAndAllocation><typeOfDataSet>{kind}</typeOfDataSet>"
        "</LCIMethodAndAllocation><complianceDeclarations><compliance>"
        "<common:referenceToComplianceSystem><common:shortDescription>EF 3.1"
        "</common:shortDescription></common:referenceToComplianceSystem></compliance>"
        "</complianceDeclarations></modellingAndValidation><administrativeInformation>"
        "<publicationAndOwnership><common:licenseType>Free of charge for all users and uses"
        "</common:licenseType></publicationAndOwnership></administrativeInformation>"
        f"<exchanges>{''.join(exchanges)}</exchanges>",
    )


def ilcd_units() -> dict[str, bytes]:
    """The flow property mass and its unit group."""
    return {
        "ILCD/flowproperties/mass.xml": _set(
            "FlowProperty",
            f"<common:UUID>{MASS}</common:UUID>"
            f'<referenceToReferenceUnitGroup refObjectId="{MASS_UNITS}"/>',
        ),
        "ILCD/unitgroups/mass.xml": _set(
            "UnitGroup",
            f"<common:UUID>{MASS_UNITS}</common:UUID>"
            "<referenceToReferenceUnit>1</referenceToReferenceUnit>"
            '<units><unit dataSetInternalID="0"><name>g</name></unit>'
            '<unit dataSetInternalID="1"><name>kg</name></unit></units>',
        ),
    }


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return data.getvalue()


def spold_exchange(
    flow: str, name: str, amount: str, group: str, *, link: str = "", unit: str = "kg"
) -> str:
    """An exchange of an ecospold 2 dataset; the group is such as `inputGroup 5`, `outputGroup 4` for nature."""
    where, number = group.split()
    kind = "elementary" if number == "4" else "intermediate"
    linked = f' activityLinkId="{link}"' if link else ""
    return (
        f'<{kind}Exchange {kind}ExchangeId="{flow}" amount="{amount}"{linked}>'
        f"<name>{name}</name><unitName>{unit}</unitName><{where}>{number}</{where}>"
        f"</{kind}Exchange>"
    )


def spold(activity: str, name: str, *exchanges: str, special: int = 0) -> bytes:
    """An ecospold 2 file."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"><activityDataset>'
        f'<activityDescription><activity id="{activity}" specialActivityType="{special}">'
        f"<activityName>{name}</activityName></activity><geography><shortname>GLO</shortname>"
        '</geography><technology/><timePeriod startDate="2020-01-01" endDate="2024-12-31" '
        'isDataValidForEntirePeriod="true"/></activityDescription>'
        f"<flowData>{''.join(exchanges)}</flowData><modellingAndValidation/>"
        '<administrativeInformation><dataEntryBy personName="a" personEmail="a"/>'
        '<dataGeneratorAndPublication personName="a" personEmail="a"/></administrativeInformation>'
        "</activityDataset></ecoSpold>"
    ).encode()
