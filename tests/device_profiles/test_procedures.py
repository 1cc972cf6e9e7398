"""A procedure judges an application and knows its materials."""

import pytest
from pydantic import ValidationError

from device_profiles.profile_files import Title
from device_profiles.profiles import MaterialKind, Procedure, load_procedures

OPEN_ACCOUNT = load_procedures()["open-account"]
IN_ORDER = {"customer-name": "张伟", "id-number": "11010519491231002X"}


@pytest.mark.parametrize("phone", [{}, {"phone": ""}, {"phone": "13800138000"}])
def test_an_application_in_order(phone: dict[str, str]) -> None:
    assert OPEN_ACCOUNT.first_fault(IN_ORDER | phone) is None


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"customer-name": ""}, "customer-name", "Customer's name is missing: 2 to 60 characters"),
        ({"customer-name": "张"}, "customer-name", "Customer's name does not fit: 2 to 60 characters"),
        (
            {"id-number": "11010519491231002x"},
            "id-number",
            "ID number does not fit: 17 digits, then a digit or X",
        ),
        ({"id-number": "11010519491231002X\n"}, "id-number", "ID number does not fit"),
        ({"phone": "12"}, "phone", "Mobile number does not fit: 11 digits"),
        ({"colour": "red"}, "colour", "open-account has no field colour: customer-name, id-number, phone"),
    ],
)
def test_the_first_fault_names_its_field_and_what_is_allowed(
    change: dict[str, str], field: str, says: str
) -> None:
    fault = OPEN_ACCOUNT.first_fault(IN_ORDER | change)
    assert fault is not None
    assert fault[0] == field
    assert says in fault[1]


def test_a_customer_may_sign_on_the_pad_where_the_procedure_says_so() -> None:
    signed_on = {
        f"{procedure.procedure}/{name}"
        for procedure in load_procedures().values()
        for name, kind in procedure.materials.items()
        if kind.signed_on == "pad"
    }
    assert signed_on == {"change-contact-details/signature", "apply-for-card/signature"}
    with pytest.raises(ValidationError, match="a form is signed on paper"):
        MaterialKind(title=Title(zh="表", en="Form"), required=True, printed=True, signed_on="pad")


def test_required_materials_are_missing_until_captured() -> None:
    assert OPEN_ACCOUNT.missing(frozenset()) == ("application-form", "id-card-front")
    assert OPEN_ACCOUNT.missing(frozenset({"id-card-front", "attachment"})) == ("application-form",)
    assert OPEN_ACCOUNT.missing(frozenset({"application-form", "id-card-front"})) == ()


@pytest.mark.parametrize("name", ["attachment", "attachment-2", "attachment-20"])
def test_a_material_that_may_come_more_than_once(name: str) -> None:
    assert OPEN_ACCOUNT.material_kind(name) == OPEN_ACCOUNT.materials["attachment"]


@pytest.mark.parametrize(
    "name",
    [
        "attachment-0",
        "attachment-1",
        "attachment-02",
        "attachment-21",
        "attachment-",
        "attachment-x",
        "attachment-²",
        "id-card-front-2",
        "selfie",
        "",
    ],
)
def test_a_material_that_the_procedure_does_not_ask_for(name: str) -> None:
    assert OPEN_ACCOUNT.material_kind(name) is None


APPLY_FOR_CARD = load_procedures()["apply-for-card"]


def test_each_review_has_its_own_materials_and_one_way_of_signing_is_enough() -> None:
    assert APPLY_FOR_CARD.needs_in(0) == (("customer-photo",), ("id-card-front",))
    assert APPLY_FOR_CARD.needs_in(1) == (("application-form", "signature"),)
    assert APPLY_FOR_CARD.missing(frozenset(), 1) == ("application-form",)
    assert APPLY_FOR_CARD.missing(frozenset({"signature"}), 1) == ()


@pytest.mark.parametrize(
    ("peripherals", "possible"),
    [
        ({"scanner", "camera", "card-dispenser", "signature-pad"}, True),
        ({"scanner", "camera", "card-dispenser", "printer"}, True),
        ({"scanner", "camera", "card-dispenser"}, False),
        ({"scanner", "camera", "signature-pad", "printer"}, False),
        ({"camera", "card-dispenser", "signature-pad"}, False),
    ],
)
def test_a_kiosk_offers_what_it_can_go_through_with(peripherals: set[str], *, possible: bool) -> None:
    assert APPLY_FOR_CARD.possible_with(peripherals) is possible


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"reviews": {}}, "reviews: 0 are named, and the stages have 2"),
        ({"stages": ["collect", "review", "review"]}, "'sign' is not among the stages"),
        ({"amount": {"field": "phone"}}, "belongs to a procedure of one review"),
    ],
)
def test_stages_that_do_not_hold_together_are_refused(changes: dict[str, object], says: str) -> None:
    data = APPLY_FOR_CARD.model_dump(exclude_none=True) | changes
    with pytest.raises(ValidationError, match=says):
        Procedure.model_validate(data)


def test_a_material_takes_the_place_of_one_that_there_is() -> None:
    signature = APPLY_FOR_CARD.materials["signature"].model_copy(update={"instead_of": "thumb-print"})
    data = APPLY_FOR_CARD.model_dump(exclude_none=True)
    data["materials"]["signature"] = signature.model_dump(exclude_none=True)
    with pytest.raises(ValidationError, match="there is no material 'thumb-print'"):
        Procedure.model_validate(data)
