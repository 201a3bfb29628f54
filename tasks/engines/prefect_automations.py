"""The automation that Prefect's server has for kaiji: what happens when a case is overdue.

It tells a notification block by the name `kaiji-overdue`, which people make in Prefect's pages (Slack, Teams, mail, a
webhook of their own); without one it does nothing, and is there to be given an action. The addresses of KAIJI_REMIND are not
put into such a block: they have the digest of the same run already, and Prefect's database needs no second copy of secrets.
An automation that people changed is left as they made it.
"""

from collections.abc import Iterator

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import BlockDocument
from prefect.events.actions import DoNothing, SendNotification
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

OVERDUE, BLOCK = "kaiji: a case is overdue", "kaiji-overdue"
_ABOUT = (
    "One event for each case and due day, from the deployment `deadlines`. Make a notification block named kaiji-overdue and "
    "start kaiji again, or give it an action of your own here.\n\n"
    "期限を過ぎた案件ごとに1回動作します。kaiji-overdue という名前の通知ブロックを作成して kaiji を再起動するか、"
    "ここで動作を設定してください。"
)
_SUBJECT = "kaiji: {{ event.payload.case }} 期限超過 / overdue"
_BODY = (
    "案件 {{ event.payload.case }}：期限 {{ event.payload.due }} を過ぎました。\n"
    "Case {{ event.payload.case }} was due on {{ event.payload.due }}; it stands at {{ event.payload.stage }} and waits for "
    "{{ event.payload.waits_for }}.\n"
)
_PAGE = 100


def ensure_automation(client: SyncPrefectClient) -> None:
    """Makes the automation where it is missing; gives it the block to tell where it did nothing so far."""
    found = client.read_automations_by_name(OVERDUE)
    block = next((each for each in _blocks(client) if _can_be_told(each)), None)
    if not found:
        client.create_automation(_automation(block))
    elif block and all(isinstance(action, DoNothing) for action in found[0].actions):
        changed = found[0].model_copy(update={"actions": _automation(block).actions})
        client.update_automation(found[0].id, AutomationCore(**changed.model_dump(exclude={"id", "owner_resource"})))


def _automation(block: BlockDocument | None) -> AutomationCore:
    action = (
        SendNotification(block_document_id=block.id, subject=_SUBJECT, body=_BODY) if block is not None else DoNothing()
    )
    trigger = EventTrigger(
        expect={"kaiji.case.overdue"},
        match=ResourceSpecification({"prefect.resource.id": "kaiji.case.*"}),
        for_each={"prefect.resource.id"},
        posture=Posture.Reactive,
        threshold=1,
    )
    return AutomationCore(name=OVERDUE, description=_ABOUT, trigger=trigger, actions=[action])


def _blocks(client: SyncPrefectClient) -> Iterator[BlockDocument]:
    offset = 0
    while page := client.read_block_documents(offset=offset, limit=_PAGE, include_secrets=False):
        yield from page
        offset += len(page)


def _can_be_told(block: BlockDocument) -> bool:
    return block.name == BLOCK and block.block_schema is not None and "notify" in block.block_schema.capabilities
