"""Forms give typed values, or keep what was typed and say what to do."""

from datetime import date
from enum import StrEnum
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from flask_babel import Babel, lazy_gettext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import FormField, PasswordField, StringField, TextAreaField

from relief.core import forms
from relief.core.money import Currency, Money


class Way(StrEnum):
    TRANSFER = "transfer"
    CHEQUE = "cheque"


# Fixed, because they name tests, which every worker must find under the same name.
DONOR, OTHER, NONCE = (UUID(int=number, version=4) for number in (1, 2, 3))


class Row(forms.RowForm):
    qty = forms.QtyField("Quantity", max=500)


class Gift(forms.ReliefForm):
    name = forms.LineField("Name", max=20)
    notes = forms.NotesField("Notes", required=False, max=50)
    currency = forms.ChoiceField("Currency", labels={c: c.value for c in Currency}, blank="—")
    amount = forms.MoneyField("Amount", currency_field="currency", least=500, most=10**9)
    fee = forms.MoneyField("Fee", required=False)
    rfc = forms.RfcField("RFC")
    ein = forms.EinField("EIN", required=False)
    clabe = forms.ClabeField("CLABE", required=False)
    postal_code = forms.PostalCodeField("Postal code")
    email = forms.EmailLineField("Email")
    phone = forms.PhoneField("Phone", required=False)
    day = forms.DayField("Day", earliest=date(2020, 4, 1), latest=lambda: date(2020, 5, 31))
    way = forms.ChoiceField("Way", labels={Way.TRANSFER: "Wire", Way.CHEQUE: "<b>"}, radio=True)
    donor = forms.PickField("Donor")
    agreed = forms.YesNoField("Agreed", required=True)
    urgent = forms.YesNoField("Urgent")
    token = forms.TokenField()
    plain = StringField()
    area = TextAreaField()
    secret = PasswordField()
    rows = forms.RowsField(FormField(Row), max_entries=3)


GOOD = {
    "name": "  Ana\u200b  López ",
    "notes": "uno\r\ndos",
    "currency": "USD",
    "amount": "1,250.5",
    "fee": "",
    "rfc": "sat 970701 nn3",
    "ein": "123456789",
    "clabe": "032 180 000118359719",
    "postal_code": "22000",
    "email": "Ana@Example.COM",
    "phone": "+52 (664) 123-4567 ext. 12",
    "day": "2020-05-31",
    "way": "cheque",
    "donor": str(DONOR),
    "agreed": "1",
    "token": str(NONCE),
    "plain": " a\x00  b ",
    "area": "a\r\nb ",
    "secret": " s ",
    "rows-0-qty": "7",
}


@pytest.fixture(scope="module")
def app():
    app = Flask(__name__)
    app.config.update(SECRET_KEY="test", WTF_CSRF_ENABLED=False, BABEL_DEFAULT_LOCALE="en")
    Babel(app)
    return app


@pytest.fixture
def fill(app):
    def filled(**typed):
        return submitted(MultiDict({**GOOD, **typed}))

    with app.test_request_context(method="POST"):
        yield filled


def submitted(data):
    form = Gift(formdata=data)
    form.donor.options = [(DONOR, "Maquila <1>")]
    form.validate()
    return form


def test_good_values_are_typed(fill):
    form = fill()
    assert form.errors == {}
    assert form.name.data == "Ana López"
    assert form.notes.data == "uno\ndos"
    assert form.currency.data is Currency.USD
    assert form.amount.data == Money(125050, "USD")
    assert form.fee.data is None
    assert form.rfc.data == "SAT970701NN3"
    assert form.rfc.doubtful is None
    assert (form.ein.data, form.postal_code.data) == ("12-3456789", "22000")
    assert form.clabe.data == "032180000118359719"
    assert form.email.data == "Ana@example.com"
    assert form.phone.data == "+52 (664) 123-4567 ext. 12"
    assert form.day.data == date(2020, 5, 31)
    assert form.way.data is Way.CHEQUE
    assert form.donor.data == DONOR
    assert (form.agreed.data, form.urgent.data) == (True, False)
    assert form.token.data == NONCE
    assert (form.plain.data, form.area.data, form.secret.data) == ("a b", "a\nb", " s ")
    assert form.rows.data == [{"qty": 7}]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "\u3164\u200b ", "Fill in this field."),
        ("name", "--", "Write at least one letter or digit."),
        ("name", "x" * 100_000, "Shorten this to 20 characters at most."),
        ("amount", "", "Write the amount with digits, for example 1,250.00."),
        ("amount", "sNaN", "Write the amount with digits, for example 1,250.00."),
        ("amount", "4.99", "Write an amount of at least 5.00."),
        ("amount", "10000000.01", "Write an amount of at most 10,000,000.00."),
        ("fee", "0", "Write an amount greater than zero."),
        (
            "rfc",
            "X",
            "Write the RFC with its 12 or 13 letters and digits, for example ABC010203AB1.",
        ),
        ("ein", "12-345", "Write the EIN with its nine digits, for example 12-3456789."),
        ("clabe", "1" * 18, "Write the 18 digits of the CLABE just as the bank gives them."),
        ("postal_code", "٢٢٠٠٠", "Write the postal code with five digits, for example 22000."),
        ("email", "a@b", "Write an email address, for example name@company.com."),
        ("email", "a@b.com, c@d.com", "Write an email address, for example name@company.com."),
        ("phone", "12", "Write the phone number with its area code, for example 664 123 4567."),
        (
            "phone",
            "(((((((",
            "Write the phone number with its area code, for example 664 123 4567.",
        ),
        ("day", "2020-06-01", "Choose a day from April 1, 2020 to May 31, 2020."),
        ("way", "", "Choose one of the options."),
        ("donor", str(OTHER), "Choose one of the options."),
        ("donor", "", "Choose one of the options."),
        ("agreed", "no", "Tick this box to go on."),
        ("token", "x", "Send the form again: this page had lost its mark."),
    ],
)
def test_a_refusal_is_a_sentence(fill, field, typed, sentence):
    assert fill(**{field: typed}).errors == {field: [sentence]}


@pytest.mark.parametrize(
    "day", ["2020-02-30", "20200531", "2020-W22-7", "31/05/2020", "٢٠٢٠-05-31"]
)
def test_a_day_that_cannot_be_read(fill, day):
    form = fill(day=day)
    assert form.day.errors[0].startswith("Choose a day that exists")
    assert form.day._value() == day


@pytest.mark.parametrize("qty", ["0", "501", "1.5", "1_0", "-1", "1e2", "²", "9" * 5000])
def test_a_quantity_that_cannot_be_read(fill, qty):
    form = fill(**{"rows-0-qty": qty})
    sentence = "Write a whole number from 1 to 500, without commas or decimals."
    assert form.errors == {"rows": [{"qty": [sentence]}]}


@pytest.mark.parametrize("currency", ["", "EUR", "٣"])
def test_an_amount_needs_its_currency(fill, currency):
    form = fill(currency=currency)
    assert form.amount.errors == ["Choose the currency of this amount."]
    assert form.currency.errors == ["Choose one of the options."]


def test_what_was_typed_is_kept(fill):
    form = fill(amount="<12", fee="0.00", donor=str(OTHER))
    assert 'value="&lt;12"' in form.amount()
    assert 'value="0.00"' in form.fee()


def test_a_lost_token_is_replaced(fill):
    form = fill(token="lost")
    assert UUID(form.token._value())


def test_a_doubtful_rfc_is_accepted_with_a_warning(fill):
    form = fill(rfc="SAT970701NN4")
    assert form.errors == {}
    assert form.rfc.doubtful.startswith("The last character of this RFC")


def test_a_mail_address_cannot_carry_headers(fill):
    form = fill(email="a@example.com\r\nBcc: b@example.com")
    assert form.email.errors


def test_stored_values_are_shown_as_typed(app):
    with app.test_request_context():
        form = Gift(
            data={
                "amount": Money(125050, "MXN"),
                "day": date(2020, 5, 1),
                "donor": DONOR,
                "way": Way.CHEQUE,
            }
        )
        form.donor.options = [(DONOR, "Maquila <1>"), (OTHER, "B")]
        assert 'value="1,250.50"' in form.amount()
        assert 'inputmode="decimal"' in form.amount(class_="x")
        assert 'value="2020-05-01"' in form.day()
        assert 'max="2020-05-31"' in form.day()
        assert f'<option selected value="{DONOR}">Maquila &lt;1&gt;</option>' in form.donor()
        assert '<option selected value="">—</option>' in form.currency()
        assert '<input checked id="way-1" name="way" type="radio" value="cheque">' in form.way()
        assert "&lt;b&gt;" in form.way()
        assert 'maxlength="20"' in form.name()
        assert UUID(form.token._value())
        assert form.rfc.doubtful is None
        assert form.rfc._value() == ""


def test_labels_may_be_lazy(app):
    class Lazy(forms.ReliefForm):
        way = forms.ChoiceField(
            lazy_gettext("Way of payment"), labels={Way.CHEQUE: lazy_gettext("Way of payment")}
        )

    with app.test_request_context():
        assert ">Way of payment<" in Lazy().way()
        assert "Way of payment" in Lazy().way.label()


def test_json_and_files_are_not_form_values(app):
    for body in ([1], 5, {"name": 1}, None):
        with app.test_request_context(method="POST", json=body):
            assert not Gift().validate_on_submit()
    files = {name: (BytesIO(b"x"), "x.txt") for name in GOOD}
    with app.test_request_context(method="POST", data=files):
        form = Gift()
        assert not form.validate_on_submit()
        assert form.amount._value() == ""


HOSTILE = [
    *("sNaN", "NaN", "inf", "1e309", "1E+999999", "٣", "１２", "\x00", "\u200b", "\u3164", "²"),
    *("x" * 100_000, "9" * 100_000, "\ud800", "{{7*7}}", "=1+1", "a\r\nBcc: b", "../..", "\u202e"),
    *("'; drop table x;--", "https://[", "a@[1.2.3.4]", '"a b"@x.com', "@", "a@" + "x." * 200),
]
values = st.one_of(
    st.sampled_from(HOSTILE),
    st.sampled_from(list(GOOD.values())),
    st.text(st.characters(codec=None), max_size=40),
    st.builds(lambda: FileStorage(BytesIO(b"x"), filename="x")),
)
names = st.one_of(
    st.sampled_from(list(GOOD)),
    st.sampled_from(
        ["rows-²-qty", "rows-99999-qty", "rows--1-qty", "rows-1-qty-2", "rows", "rows-"]
    ),
)


@given(st.lists(st.tuples(names, values), max_size=30))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_input_breaks_a_form(app, pairs):
    with app.test_request_context(method="POST"):
        form = submitted(MultiDict(pairs))
        for field in form:
            assert str(field())
        assert all(str(error).endswith(".") for error in form.amount.errors)
        if not form.errors:
            assert isinstance(form.amount.data, Money)


def test_what_a_rule_refuses_in_a_row_after_the_check_is_told_with_the_form(fill):
    form = fill(**{"rows-0-qty": "5", "rows-1-qty": "7"})
    form.validate()
    assert "rows" not in form.errors
    form.rows[1].form.qty.errors = ["There are only 6."]
    assert form.errors["rows"] == [{}, {"qty": ["There are only 6."]}]
    form.rows.errors = ["Too many rows."]
    assert form.rows.errors[-1] == "Too many rows."
