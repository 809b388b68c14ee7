"""The cell of each country of ISO 3166 on a map of tiles: about where it is, one square each.

Neighbours are neighbours where there is room; Europe, the Caribbean and Oceania are wider than on a globe. Region words
such as GLO have no cell.
"""

from collections.abc import Mapping

_MAP = """
    .. .. .. .. .. GL .. .. .. .. .. SJ .. .. .. .. .. .. .. .. .. .. .. .. .. .. .. ..
    .. .. CA .. .. .. .. .. IS .. .. NO SE FI .. .. .. .. .. .. .. .. .. .. .. .. .. ..
    .. .. .. .. PM .. .. .. FO .. .. DK AX EE .. .. .. .. .. .. .. .. .. .. .. .. .. ..
    .. .. US .. BM .. .. IE IM GB .. .. .. LV .. .. RU .. .. .. .. .. .. .. .. .. .. ..
    .. .. .. .. .. .. .. GG JE .. BE NL DE LT BY .. .. .. .. .. .. .. .. .. .. .. .. ..
    .. .. MX .. BS TC .. .. .. FR LU LI CZ PL UA .. .. .. .. .. .. .. .. .. .. .. .. ..
    .. GT BZ CU HT DO PR .. .. MC CH AT SK HU MD .. GE .. KZ .. .. MN .. .. .. .. .. ..
    .. SV HN KY JM VI VG AI AD .. IT SI HR RS RO .. AM AZ UZ KG .. CN KP .. JP .. .. ..
    .. NI CR .. KN SX MF PT ES SM VA BA ME MK BG .. .. .. TM TJ .. .. KR .. .. .. .. ..
    .. .. PA .. MS AG BL GP GI .. MT .. AL GR TR SY IQ IR AF PK NP BT .. .. TW .. .. ..
    .. .. .. AW CW BQ DM MQ .. MA DZ TN LY EG CY LB JO KW .. .. IN BD MO HK .. .. .. ..
    .. .. CO VE TT GD LC CV EH MR ML NE TD SD PS IL SA BH QA .. LK MM LA VN PH .. .. ..
    .. .. EC GY SR GF VC BB SN GM BF BJ NG SS ER .. YE OM AE MV .. TH KH .. BN GU MP UM
    .. .. PE BO BR .. .. GW GN CI GH TG CM CF ET DJ .. .. .. .. .. MY SG ID PW FM MH ..
    .. .. .. PY UY .. .. .. SL LR ST GQ CG CD UG KE SO .. .. .. CC CX .. TL PG NR KI ..
    .. .. CL AR .. .. .. .. .. SH .. GA .. RW BI TZ .. SC IO .. .. .. AU .. SB TV TK ..
    .. .. .. .. FK .. .. .. .. .. .. .. AO ZM MW MZ KM YT .. .. .. .. .. NC VU FJ WS WF
    .. .. .. .. .. GS .. .. .. .. .. .. NA BW ZW .. MG MU RE .. .. .. .. NF .. TO AS PF
    .. .. .. .. .. .. .. .. .. .. .. .. ZA LS SZ .. .. .. .. HM .. .. .. .. NZ NU CK PN
    .. .. .. .. .. .. .. .. .. .. .. BV .. AQ .. .. .. TF .. .. .. .. .. .. .. .. .. ..
"""

CELLS: Mapping[str, tuple[int, int]] = {
    code: (column, row)
    for row, line in enumerate(_MAP.split("\n")[1:-1])
    for column, code in enumerate(line.split())
    if code != ".."
}
"""Column and row of each country, from the upper left."""
