"""Invented rows and forms for tools/gallery.py: long names, empty lists, figures of every size."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace as Thing
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
    widgets,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

LONG = "Manufacturas Electrónicas y Arneses Automotrices de la Peña Ñandú del Noroeste S. de R.L."
ICONS = ("home", "heart-handshake", "cash", "receipt", "package", "truck", "building-hospital")
SPANISH = ("Inicio", "Compromisos", "Pagos", "Recibos", "Almacén", "Entregas", "Hospitales")
ENGLISH = ("Home", "Pledges", "Payments", "Receipts", "Stock", "Deliveries", "Hospitals")


class Line(Form):
    item = SelectField("Artículo", choices=[SelectChoice("1", "Cubrebocas N95, caja con 20")])
    quantity = IntegerField("Cantidad", [validators.InputRequired("Escribe la cantidad.")])


class Pledge(Form):
    csrf = HiddenField(default="x")
    kind = RadioField(
        "¿Qué quieres donar?",
        choices=[SelectChoice("cash", "Dinero"), SelectChoice("goods", "Artículos")],
        default="cash",
    )
    company = StringField(
        "Nombre o razón social",
        [validators.InputRequired("Escribe el nombre.")],
        description="Como está en la constancia.",
    )
    amount = StringField("Monto", [validators.InputRequired("Escribe el monto.")])
    currency = SelectField(
        "Moneda", choices=[SelectChoice("MXN", "Pesos"), SelectChoice("USD", "Dólares")]
    )
    due = DateField("Fecha de pago", [validators.Optional()])
    wants = SelectMultipleField(
        "Quiero recibir",
        choices=[SelectChoice("a", "Recibo en PDF"), SelectChoice("b", "Noticias de la campaña")],
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    note = TextAreaField("Mensaje", [validators.Optional()])
    photo = FileField("Comprobante", [validators.Optional()])
    agree = BooleanField(
        "Leí el aviso de privacidad", [validators.InputRequired("Acepta el aviso para seguir.")]
    )
    lines = FieldList(FormField(Line), "Partidas", min_entries=2)


class Filters(Form):
    q = StringField("Buscar")
    status = SelectField(
        "Estado", choices=[SelectChoice("", "Todos"), SelectChoice("pending", "Pendiente")]
    )
    since = DateField("Desde", [validators.Optional()])


def forms() -> dict[str, Any]:
    troubled = Pledge(
        MultiDict({"kind": "nothing", "company": "", "lines-0-item": "1", "lines-1-item": "1"})
    )
    troubled.validate()
    return {
        "fresh": Pledge(),
        "troubled": troubled,
        "filters": Filters(),
        "blank_line": Line(prefix="lines-__n__-"),
    }


def context(lang: str) -> dict[str, Any]:
    labels = SPANISH if lang == "es" else ENGLISH
    places = [
        Thing(label=label, url="#", icon=icon, active=at == 2, badge=4 if at == 2 else None)
        for at, (label, icon) in enumerate(zip(labels, ICONS, strict=True))
    ]
    return {
        "lang": lang,
        "nav": places,
        "chapter": Thing(name="Index Zona Costa", slug="zona-costa"),
        "current_user_label": "Ana Ibáñez",
        "current_role_label": "Tesorería",
        "lang_switch_url": "#",
        "home_url": "#",
        "account_url": "#",
        "sign_out_url": "#",
        "sign_in_url": "#",
        "privacy_url": "#",
        "contact_email": "donativos@example.org",
        "request_id": "0194f3a2-7c1b",
        "entries": timeline_entries(),
        "long": LONG,
    }


def timeline_entries() -> list[Thing]:
    at = datetime(2020, 4, 20, 18, 5, tzinfo=UTC)
    return [
        Thing(
            at=at,
            text="Pago confirmado",
            actor="Ana Ibáñez",
            details=[("Estado", "Pendiente", "Confirmado")],
        ),
        Thing(
            at=at,
            text="Pago registrado por transferencia",
            actor="Ana Ibáñez",
            details=[("Monto", None, "$150,000.00 MXN")],
        ),
        Thing(at=at, text="Compromiso recibido en la página pública", actor=None, details=[]),
    ]


def list_page(rows: int = 5) -> Thing:
    statuses = ("pending", "confirmed", "failed", "refunded", "disputed")
    found = [
        Thing(
            ref=f"PRO-2020-{at:05}",
            donor=LONG if at == 1 else "Plásticos del Pacífico",
            amount=("USD" if at == 3 else "MXN", 125000.5 * (at + 1)),
            status=status,
            at=datetime(2020, 4, 1 + at, tzinfo=UTC),
        )
        for at, status in enumerate(statuses[:rows])
    ]
    return Thing(
        rows=found,
        count=len(found),
        count_capped=rows == 1,
        sort="at",
        direction="descending",
        size=25,
        next_url="#",
        prev_url="#",
        first_url="#",
        url_for_sort=lambda key: f"#{key}",
        url_for_size=lambda size: f"#{size}",
    )


def campaign_figures() -> list[tuple[str, Thing]]:
    return [
        ("Usual", figures(22_000_000, (19_800_000, 13_420_000, 7_100_000))),
        ("Zero", figures(5_000_000, (0, 0, 0))),
        ("Start", figures(22_000_000, (1_200_000, 700_000, 300_000))),
        ("Over", figures(1_000_000, (1_730_000, 1_600_000, 900_000))),
        ("Close", figures(1_000_000, (990_000, 985_000, 980_000))),
        ("Units", figures(12_000, (9_000, 4_000, 500), unit="comidas")),
    ]


def figures(goal: int, parts: tuple[int, int, int], unit: str = "") -> Thing:
    pledged, received, delivered = parts

    def amount(value: int) -> Any:
        return value if unit else ("MXN", value)

    return Thing(
        goal=amount(goal),
        pledged=amount(pledged),
        received=amount(received),
        delivered=amount(delivered),
        unit_label=unit,
        percent_pledged=pledged * 100 / goal,
        percent_received=received * 100 / goal,
        percent_delivered=delivered * 100 / goal,
    )
