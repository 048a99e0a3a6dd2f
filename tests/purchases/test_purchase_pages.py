"""The treasurer records an invoice, the coordinator receives its goods, the auditor reads."""

import io
from uuid import uuid4

from relief.core.db import db
from relief.core.money import Money
from relief.purchases import queries
from relief.purchases.models import Purchase, PurchaseStatus


def typed(fund, item, **values):
    return {
        "fund": str(fund.id),
        "supplier": "Abastos del Norte, S.A.",
        "invoice_no": "B-77",
        "invoiced_on": "2020-05-04",
        "lines-0-item": str(item.id),
        "lines-0-quantity": "10",
        "lines-0-cost": "400.00",
        "nonce": str(uuid4()),
        **values,
    }


def with_file(data, content=b"%PDF-1.4\n%%EOF"):
    return {**data, "file": (io.BytesIO(content), "factura.pdf")}


def test_an_invoice_becomes_goods_in_stock(ana, beto, dora, factories, chapter):
    fund, item, place = factories.fund(), factories.item(), factories.place()
    assert "quedan" not in ana.get("/staff/purchases/new").text
    wrong = with_file(typed(fund, item, **{"lines-0-cost": "1,000.01"}), b"MZ no es factura")
    assert ana.post("/staff/purchases/new", data=wrong).status_code == 422
    wrong = ana.post(
        "/staff/purchases/new", data=with_file(typed(fund, item, **{"lines-0-cost": "1,000.01"}))
    )
    assert wrong.status_code == 422
    assert "solo quedan" in wrong.text
    answer = ana.post("/staff/purchases/new", data=with_file(typed(fund, item)))
    assert answer.status_code == 303
    page = beto.get(answer.location)
    assert "COM-2020-00001" in page.text
    counted = {"place": str(place.id), "arrived_on": "2020-05-05", "lines-0-received": "11"}
    assert beto.post(f"{answer.location}/receive", data=counted).status_code == 422
    assert beto.get(f"{answer.location}/receive").status_code == 200
    counted["lines-0-received"] = "10"
    assert beto.post(f"{answer.location}/receive", data=counted).status_code == 303
    purchase = db.session.scalars(db.select(Purchase)).one()
    assert purchase.status is PurchaseStatus.RECEIVED
    invoice = dora.get(f"{answer.location}/invoice")
    assert invoice.data == b"%PDF-1.4\n%%EOF"
    assert "sandbox" in invoice.headers["Content-Security-Policy"]
    lot = queries.get_purchase(purchase.id).lines[0].lot
    assert answer.location in beto.get(f"/staff/stock/lots/{lot.id}").text
    earmarks = dora.get(f"/staff/campaigns/{fund.campaign.id}/earmarks").text
    assert "$600.00" in earmarks


def test_the_list_narrows_sorts_and_is_taken_away(ana, factories, chapter, count_queries):
    fund = factories.fund(amount=Money(50_000_00, "MXN"))
    first = factories.purchase(of=fund)
    ana.get("/staff/purchases/")
    count_queries()
    ana.get("/staff/purchases/")
    one = count_queries()
    others = [factories.purchase(of=fund) for _ in range(5)]
    count_queries()
    page = ana.get("/staff/purchases/?sort=reference").text
    assert count_queries() == one
    assert page.index(first.reference) < page.index(others[-1].reference)
    found = ana.get(f"/staff/purchases/?q={others[2].invoice_no}").text
    assert others[2].reference in found
    assert first.reference not in found
    file = ana.get(f"/staff/purchases/purchases.csv?q={others[2].invoice_no}").text
    assert len(file.strip().splitlines()) == 2
    assert others[2].reference in file


def test_a_purchase_is_taken_back_with_a_reason(ana, factories, chapter):
    made = factories.purchase()
    page = f"/staff/purchases/{made.id}"
    refused = ana.post(f"{page}/cancel", data={"cancel-reason": " "})
    assert refused.status_code == 422
    assert 'id="cancel-reason-error"' in refused.text
    assert ana.post(f"{page}/cancel", data={"cancel-reason": "No había."}).status_code == 303
    assert "No había." in ana.get(page).text
