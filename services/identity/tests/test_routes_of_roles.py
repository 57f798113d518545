"""Roles a clinic makes: what they allow, who may hand them out, and that a change counts at once (I3, I19)."""

import asyncio

import jwt
import pytest
from clinic_common.database import new_id, utc_now
from clinic_contracts.identity import RoleChanged, StaffInvited
from clinic_contracts.permissions import ROLES
from identity import commands, rules
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

DESK = {
    "name": "office_manager",
    "description": "Runs the office.",
    "permissions": ["patients.read", "patients.write", "staff.read", "staff.write"],
}


@pytest.fixture
async def made(client, admin):
    """A role of the clinic's own."""
    answer = await client.post("/roles", json=DESK, headers=admin.headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


def claims(signed_in):
    return jwt.decode(signed_in.access, options={"verify_signature": False})


async def test_the_roles_are_told_in_plain_words(client, admin):
    answer = (await client.get("/roles", headers=admin.headers)).json()
    assert [role["name"] for role in answer["items"]] == ["admin", "doctor", "nurse", "receptionist"]
    for role in answer["items"]:
        assert {permission["name"] for permission in role["permissions"]} == ROLES[role["name"]]
        assert all(permission["description"] for permission in role["permissions"])
        assert role["built_in"] and role["description"]


async def test_a_clinic_makes_a_role_and_hands_it_out(client, admin, made, hire, sign_in, emitted):
    assert {permission["name"] for permission in made["permissions"]} == {*DESK["permissions"], "profile"}
    assert (made["built_in"], made["version"]) == (False, 1)
    mia = await sign_in(await hire(DESK["name"], email="mia@clinic.example"))
    assert (claims(mia)["role"], set(claims(mia)["permissions"])) == (DESK["name"], {*DESK["permissions"], "profile"})
    me = (await client.get("/me", headers=mia.headers)).json()
    assert me["permissions"] == claims(mia)["permissions"]
    assert [event.practises for event in await emitted(StaffInvited)] == [False, False]
    again = await client.post("/roles", json=DESK, headers=admin.headers)
    assert (again.status_code, again.json()["code"]) == (409, "role_taken")


async def test_a_change_of_a_role_is_told_and_every_token_before_it_is_stale(
    client, admin, made, hire, sign_in, emitted, resources
):
    mia = await sign_in(await hire(DESK["name"], email="mia@clinic.example"))
    headers = admin.headers | {"If-Match": '"1"'}
    less = {"permissions": ["patients.read"]}
    changed = await client.patch(f"/roles/{DESK['name']}", json=less, headers=headers)
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    [told] = await emitted(RoleChanged)
    assert (told.role, told.permissions, told.version) == (DESK["name"], ["patients.read", "profile"], 2)
    assert claims(mia)["iat"] < told.occurred_at.timestamp()
    assert (await client.get("/revocations")).json()["roles"][0]["role"] == DESK["name"]
    fresh = await resources.database.run(commands.refresh_sign_in, token=mia.refresh, now=told.occurred_at)
    assert (fresh.permissions, fresh.issued_at >= told.occurred_at) == (["patients.read", "profile"], True)
    stale = await client.patch(f"/roles/{DESK['name']}", json=less, headers=headers)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")


async def test_no_token_made_while_a_role_changes_says_the_old_and_counts(made, hire, database):
    from .conftest import begin

    mia = await hire(DESK["name"], email="mia@clinic.example")
    changing = database.run(
        commands.change_role, name=DESK["name"], version=1, changes={"permissions": []}, by=None, now=utc_now()
    )
    *issued, role = await asyncio.gather(*(begin(database, mia, now=utc_now()) for _ in range(6)), changing)
    for each in issued:
        assert each.permissions == ["profile"] or each.issued_at < role.tokens_not_before


async def test_what_came_with_the_suite_keeps_its_permissions_and_its_place(client, admin):
    headers = admin.headers | {"If-Match": '"1"'}
    answers = [
        await client.patch("/roles/nurse", json={"permissions": []}, headers=headers),
        await client.patch("/roles/nurse", json={"description": "x"}, headers=headers),
        await client.delete("/roles/nurse", headers=admin.headers),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(409, "built_in_role")}
    required = await client.patch("/roles/nurse", json={"totp_required": True}, headers=headers)
    assert (required.status_code, required.json()["totp_required"]) == (200, True)


async def test_i3_a_role_somebody_has_stays_by_rule_and_database(client, admin, made, hire, database):
    await hire(DESK["name"], email="mia@clinic.example")
    refused = await client.delete(f"/roles/{DESK['name']}", headers=admin.headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "role_in_use")

    async def by_hand(session):
        await session.execute(text("DELETE FROM roles WHERE name = :name"), {"name": DESK["name"]})

    with pytest.raises(DBAPIError):
        await database.run(by_hand)


async def test_a_role_nobody_has_is_removed(client, admin, made):
    assert (await client.delete(f"/roles/{DESK['name']}", headers=admin.headers)).status_code == 204
    gone = await client.delete(f"/roles/{DESK['name']}", headers=admin.headers)
    assert (gone.status_code, gone.json()["code"]) == (404, "no_such_role")
    refused = await client.post(
        "/staff", json={"email": "a@b.example", "display_name": "A", "role": DESK["name"]}, headers=admin.headers
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_role")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Office Manager"}, {"name": "x"}, {"name": "a" * 21}, {"description": ""}, {"description": "x" * 301},
        {"permissions": ["everything"]}, {"permissions": None}, {"permissions": "staff.read"}, {"more": 1},
        {"totp_required": "yes"},
    ],
)  # fmt: skip
async def test_what_is_no_role_is_refused_by_name(client, admin, wrong):
    answer = await client.post("/roles", json=DESK | wrong, headers=admin.headers)
    assert answer.status_code == 422
    assert next(iter(wrong)) in answer.text


async def test_i19_who_is_not_the_owner_hands_out_and_touches_no_more_than_they_hold(
    client, admin, made, hire, sign_in, emitted
):
    mia = await sign_in(await hire(DESK["name"], email="mia@clinic.example"))
    owner = await hire("admin", email="owner@clinic.example")
    theirs = await sign_in(owner)
    desk = await hire("receptionist")
    own, seen = mia.headers, mia.headers | {"If-Match": '"1"'}
    new = {"email": "x@clinic.example", "display_name": "X"}
    before = len(await emitted())
    answers = [
        await client.post("/staff", json=new | {"role": "admin"}, headers=own),
        await client.post("/staff", json=new | {"role": "doctor"}, headers=own),
        await client.patch(f"/staff/{owner.id}", json={"email": "mine@clinic.example"}, headers=seen),
        await client.patch(f"/staff/{claims(mia)['sub']}", json={"role": "admin"}, headers=seen),
        await client.post(f"/staff/{owner.id}/deactivate", headers=own),
        await client.post(f"/staff/{owner.id}/invite", headers=own),
        await client.post(f"/staff/{desk.id}/deactivate", headers=own),
        await client.delete(f"/auth/sessions/{theirs.session_id}", headers=own),
        await client.post("/roles", json=DESK | {"name": "all", "permissions": ["billing.read"]}, headers=own),
        await client.patch(f"/roles/{DESK['name']}", json={"permissions": ["billing.read"]}, headers=seen),
        await client.patch("/roles/admin", json={"totp_required": True}, headers=seen),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "more_than_you_may")}
    assert len(await emitted()) == before
    allowed = await client.post("/staff", json=new | {"role": DESK["name"]}, headers=own)
    assert allowed.status_code == 201
    assert (await client.post(f"/staff/{allowed.json()['id']}/deactivate", headers=own)).status_code == 200


def test_i19_the_owner_may_hand_out_what_they_do_not_hold():
    from clinic_common.access import Principal

    def by(role, *permissions):
        return Principal(new_id(), new_id(), role, role, frozenset(permissions), 0.0)

    rules.must_be_within({"chart.read"}, by("admin"))
    rules.must_be_within({"chart.read"}, by("helper", "chart.read", "profile"))
    with pytest.raises(rules.MoreThanYouMay):
        rules.must_be_within({"chart.read"}, by("helper", "staff.write"))


async def test_i19_who_is_kept_to_locations_keeps_others_to_them(client, admin, hire, sign_in):
    here, there = new_id(), new_id()
    desk = DESK | {"permissions": ["profile", "staff.read", "staff.write"]}
    assert (await client.post("/roles", json=desk, headers=admin.headers)).status_code == 201
    helper, beside, elsewhere, everywhere = [
        await hire(DESK["name"], email=f"{number}@clinic.test", locations=locations)
        for number, locations in enumerate(([here], [here], [there], None))
    ]
    own = {"Authorization": f"Bearer {(await sign_in(helper)).access}"}
    seen = own | {"If-Match": '"1"'}
    new = {"email": "n@clinic.test", "display_name": "N", "role": DESK["name"]}
    refused = [
        await client.post("/staff", json=new, headers=own),
        await client.post("/staff", json=new | {"locations": [str(here), str(there)]}, headers=own),
        await client.patch(f"/staff/{helper.id}", json={"locations": None}, headers=seen),
        await client.patch(f"/staff/{beside.id}", json={"locations": [str(there)]}, headers=seen),
        await client.patch(f"/staff/{beside.id}", json={"active": False, "locations": [str(there)]}, headers=seen),
        await client.post(f"/staff/{elsewhere.id}/deactivate", headers=own),
        await client.post(f"/staff/{everywhere.id}/invite", headers=own),
        await client.delete(f"/auth/sessions/{(await sign_in(everywhere)).session_id}", headers=own),
        await client.post("/programs", json={"name": "All", "scopes": ["profile"]}, headers=own),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(403, "more_than_you_may")}
    assert (await client.post("/staff", json=new | {"locations": [str(here)]}, headers=own)).status_code == 201
    assert (await client.post(f"/staff/{beside.id}/deactivate", headers=own)).status_code == 200


async def test_a_role_that_asks_for_a_second_factor_opens_only_the_way_to_it(client, admin, hire, sign_in):
    import pyotp

    nurse = await hire("nurse")
    before = await sign_in(nurse)
    await client.patch("/roles/nurse", json={"totp_required": True}, headers=admin.headers | {"If-Match": '"1"'})
    answer = (await client.post("/auth/refresh", json={"refresh_token": before.refresh})).json()
    assert answer["next"] == "set_up_totp"
    client.cookies.clear()
    own = {"Authorization": f"Bearer {answer['access_token']}"}
    me = (await client.get("/me", headers=own)).json()
    assert (me["permissions"], me["totp_required"], me["totp_on"]) == (["profile"], True, False)
    secret = (await client.post("/auth/totp", headers=own)).json()["secret"]
    code = pyotp.TOTP(secret).now()
    assert (await client.post("/auth/totp/confirm", json={"otp": code}, headers=own)).status_code == 200
    answer = (await client.post("/auth/refresh", json={"refresh_token": answer["refresh_token"]})).json()
    client.cookies.clear()
    assert answer["next"] is None
    own = {"Authorization": f"Bearer {answer['access_token']}"}
    assert set((await client.get("/me", headers=own)).json()["permissions"]) == ROLES["nurse"]
    stays = await client.delete("/auth/totp", headers=own)
    assert (stays.status_code, stays.json()["code"]) == (409, "totp_required")
