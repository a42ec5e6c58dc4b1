"""Words by which columns and statuses are recognised, in English, Vietnamese, Spanish and Korean."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from data.mapping.texts import fold

COLUMNS: Final = MappingProxyType(
    {
        "id": "projectid maprojid maduan macongtrinh masoduan ma code projectcode projectnumber codigo expediente id "
        "사업번호 관리번호 공사번호 @id",
        "titles": "title projectname projecttitle ten tenduan tencongtrinh nombre titulo obra name projectdescription "
        "roadname 사업명 공사명 명칭 description",
        "descriptions": "description scope scopesummary mota noidung descripcion detalle 내용 사업내용 개요",
        "agency": "agency managingagency owner orderer coquan chudautu donvi arearesponsable organismo reparticion "
        "roadowner 발주기관 발주처 기관명",
        "status": "status stage phase trangthai tinhtrang etapa estado 상태 진행상태",
        "category": "category type projecttype loai linhvuc loaicongtrinh tipo rubro 분류 유형",
        "contractor": "contractor nhathau donvithicong contratista empresa licitacionofertaempresa 시공사 시공자",
        "supervisor": "supervisor supervision giamsat tuvangiamsat donvigiamsat inspector 감리 감리자",
        "address": "address location diachi diadiem vitri direccion domicilio 주소 위치",
        "planned_start": "startdate start plannedstart batdau ngaybatdau khoicong ngaykhoicong fechainicio inicio "
        "착공일 시작일",
        "planned_end": "enddate end plannedend completiondate ketthuc ngayketthuc hoanthanh ngayhoanthanh fechafin "
        "fin 준공일 종료일",
        "original_end": "originalend originalenddate originalcompletion fechafininicial ngayhoanthanhbandau",
        "original_budget": "originalbudget initialbudget tongmucdautubandau presupuestoinicial",
        "budget": "budget cost totalcost combinedtotal tongmucdautu tongvon kinhphi vondautu "
        "presupuesto monto 사업비 예산",
        "contract_amount": "contractamount contractvalue giatrihopdong giahopdong montocontrato 계약금액",
        "progress": "progress percentcomplete pctcomplete tiendo tylehoanthanh porcentajeavance avance 공정률 진도율",
        "longitude": "lng lon long longitude x kinhdo longitud 경도",
        "latitude": "lat latitude y vido latitud 위도",
        "wkt": "wkt geometry geom thegeom wktgeom shape",
    }
)
"""Field to the words of its column's name, the likeliest first; letters and digits only."""

STATUSES: Final = (
    ("cancelled", r"cancel|huy|chấm dứt|cham dut|rescind|anulad|취소|해지"),
    ("suspended", r"suspend|on hold|tam dung|neutraliz|paraliz|중지|보류"),
    ("completed", r"complet|finish|finaliz|hoan thanh|da xong|terminad|준공|완료"),
    ("preparation", r"tender|bid|procure|licit|dau thau|chuan bi|award|adjudic|design|thiet ke|oferta|입찰|설계"),
    ("implementation", r"ongoing|progress|construc|thi cong|trien khai|ejecucion|en obra|execution|공사중|진행|시공"),
    ("identification", r"plan|propos|ke hoach|de xuat|proyecto|idea|inicial|계획|구상"),
)
"""Status to what its spellings contain, accents and case aside; the first that fits."""


def letters(name: str) -> str:
    """A column's name for comparison: folded, letters and digits (and a leading @) only."""
    return re.sub(r"[^\w@]|_", "", fold(name))


def status_guess(text: str) -> str | None:
    """The status a spelling likely means, or `None`."""
    plain = fold(text)
    return next((status for status, pattern in STATUSES if re.search(pattern, plain)), None)
