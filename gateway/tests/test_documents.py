"""One document for the whole suite."""

from gateway.access import GATEWAY, SERVICES, TABLE
from gateway.documents import merge, page_of

from .conftest import answer_json


def service_document(word, fields, method="get", path="/patients"):
    name = {"type": "object", "properties": {field: {"type": "string"} for field in fields}}
    answer = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/PageView"}}}}
    return {
        "paths": {
            path: {method: {"operationId": f"list_{word}", "description": "All.", "responses": {"200": answer}}},
            "/vault": {"get": {"operationId": "open_vault", "responses": {}}},
        },
        "components": {
            "schemas": {
                "PageView": {
                    "type": "object",
                    "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}}},
                },
                "Item": name,
                "Problem": {"type": "object", "title": "Problem"},
            }
        },
    }


def references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].rpartition("/")[2]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def test_only_rows_of_the_table_are_told_each_with_who_may():
    document = merge({"patients": service_document("patients", ["a"])})
    assert set(document["paths"]) == {"/api/patients"}
    operation = document["paths"]["/api/patients"]["get"]
    assert operation["description"] == "All.\n\n**Who may:** Who holds `patients.read`."
    assert operation["security"] == [{"bearer": []}]
    assert "servers" not in document


def test_two_services_may_use_one_name_for_two_things():
    document = merge({
        "patients": service_document("patients", ["a"]),
        "scheduling": service_document("scheduling", ["b"], path="/appointments"),
        "billing": service_document("billing", ["a"], path="/fees"),
    })  # fmt: skip
    schemas = document["components"]["schemas"]
    assert set(schemas) == {"PageView", "Item", "SchedulingPageView", "SchedulingItem"}

    def item_of(path):
        page = next(references(document["paths"][path]["get"]))
        return schemas[next(references(schemas[page]))]["properties"]

    assert (set(item_of("/api/patients")), set(item_of("/api/appointments")), set(item_of("/api/fees"))) == (
        {"a"}, {"b"}, {"a"},
    )  # fmt: skip
    assert set(references(document)) <= set(schemas)


async def test_the_document_is_served_without_a_service_that_is_down_and_with_it_once_it_is_up(house):
    async def down(scope, receive, send):
        await answer_json(send, {}, 503)

    house["patients"].answers["GET", "/openapi.json"] = down
    house["billing"].answers["GET", "/openapi.json"] = service_document("billing", ["b"], path="/fees")
    first = await house.client.get("/openapi.json", headers={"Authorization": ""})
    assert first.status_code == 200
    assert "/api/fees" in first.json()["paths"] and "/api/patients" not in first.json()["paths"]
    own = {row.path for row in TABLE if row.upstream == GATEWAY}
    assert own <= set(first.json()["paths"])
    house["patients"].answers["GET", "/openapi.json"] = service_document("patients", ["a"])
    second = (await house.client.get("/openapi.json")).json()
    assert {"/api/patients", "/api/fees"} <= set(second["paths"])
    assert set(references(second)) <= set(second["components"]["schemas"])
    operations = [o["operationId"] for item in second["paths"].values() for o in item.values()]
    assert len(operations) == len(set(operations))


async def test_the_page_needs_nothing_from_outside_and_runs_nothing(house):
    house["billing"].answers["GET", "/openapi.json"] = service_document("<script>", ["b"], path="/fees")
    answer = await house.client.get("/docs", headers={"Authorization": ""})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "/api/fees" in answer.text and "Who holds" in answer.text
    assert "<script" not in answer.text and "src=" not in answer.text and "http://" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in policy


def test_a_schema_that_holds_itself_can_be_shown():
    document = merge({"patients": service_document("patients", ["a"])})
    document["components"]["schemas"]["Item"]["properties"]["parent"] = {"$ref": "#/components/schemas/Item"}
    assert b"\xe2\x80\xa6 Item" in page_of(document)


def test_every_service_has_rows():
    assert {row.upstream for row in TABLE} == {GATEWAY, *SERVICES}
