"""What every journal must do, whatever database it stands on.

Subclass the classes with the fixtures of `Shelf` (as `test_sqlite.py` and `test_postgresql.py` do): `shelf`
is a fresh database as one hub sees it, `elsewhere` the same database as an equal hub sees it.
"""

from __future__ import annotations

from tests.hub.stores.contract_alarms import AlarmsContract, HubsContract, NoticesContract
from tests.hub.stores.contract_callbacks import CallbacksContract, DesksContract
from tests.hub.stores.contract_cases import CasesContract
from tests.hub.stores.contract_oversight import OversightContract
from tests.hub.stores.contract_people import DevicesContract, PeopleContract
from tests.hub.stores.contract_post import PostContract
from tests.hub.stores.contract_push import PushContract
from tests.hub.stores.contract_transactions import TransactionsContract


class JournalContract(
    CasesContract,
    PeopleContract,
    DevicesContract,
    PostContract,
    OversightContract,
    PushContract,
    CallbacksContract,
    DesksContract,
    AlarmsContract,
    HubsContract,
    NoticesContract,
    TransactionsContract,
):
    """All of it."""
