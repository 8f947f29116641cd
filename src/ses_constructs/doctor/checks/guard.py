"""Whether the stack's alarms would fire, and what they set off would run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from ses_constructs.doctor.deployed_stack import DeployedStack
from ses_constructs.review import Finding, Place, Resource, Rule, Severity
from ses_constructs.review.alarms import ALARM, RATES

if TYPE_CHECKING:
    from types_boto3_cloudwatch.type_defs import MetricAlarmTypeDef

_SEE = "Guide: Automatically pausing email sending"
ALARM_MISSING = Rule(
    id="alarm-missing",
    severity=Severity.ERROR,
    why="What it watched is watched by nothing.",
    cure="Create it again under the same name, or rename it in the stack and deploy.",
    source="API: DescribeAlarms",
)
DISARMED = Rule(
    id="alarm-disarmed",
    severity=Severity.ERROR,
    why="It changes its state and sets off nothing: no pause, no notice.",
    cure="aws cloudwatch enable-alarm-actions --alarm-names NAME",
    source=_SEE,
)
UNARMED = Rule(
    id="alarm-action-missing",
    severity=Severity.ERROR,
    why="Somebody took actions away by hand: it no longer pauses, or no longer tells.",
    cure="Put the action back; a deployment that does not change the alarm leaves it as it is.",
    source=_SEE,
)
FIRING = Rule(
    id="alarm-firing",
    severity=Severity.WARNING,
    why="What it watches is bad at this moment.",
    cure="Deal with the cause; resume only when the alarm is OK again.",
    source=_SEE,
)
LOOSER = Rule(
    id="alarm-threshold-differs",
    severity=Severity.WARNING,
    why="Somebody changed it by hand; the stack does not put it back by itself.",
    cure="Put it back, or change the stack to what is wanted.",
    source="API: DescribeAlarms",
)
SLEEPING = Rule(
    id="alarm-without-data",
    severity=Severity.WARNING,
    why="The metric has values and the alarm sees none: it watches another period or dimension.",
    cure="Compare the alarm's metric with the one in the console.",
    source="CloudWatch user guide: Alarm states",
)
FUNCTION_MISSING = Rule(
    id="function-missing",
    severity=Severity.ERROR,
    why="What should run it fails: no pause, no inbound processing.",
    cure="Deploy the stack again with a change to the function, so that CloudFormation makes it anew.",
    source="API: GetFunctionConfiguration",
)
INACTIVE = Rule(
    id="function-inactive",
    severity=Severity.ERROR,
    why="Lambda does not run it.",
    cure="See StateReason in its configuration; invoking it once wakes an idle one.",
    source="Lambda developer guide: Lambda function states",
)
THROTTLED = Rule(
    id="function-throttled",
    severity=Severity.ERROR,
    why="With a reserved concurrency of 0 Lambda refuses every invocation: somebody stopped it by hand.",
    cure="aws lambda delete-function-concurrency --function-name NAME",
    source="Lambda developer guide: Configuring reserved concurrency",
)
DEAD_LETTERS = Rule(
    id="dead-letters-waiting",
    severity=Severity.ERROR,
    why="Something failed for good and lies there: a pause that was not made, an event nobody dealt with.",
    cure="Read the messages, deal with them, and delete them.",
    source="SQS developer guide: Using dead-letter queues in Amazon SQS",
)
QUEUE_MISSING = Rule(
    id="dead-letter-queue-missing",
    severity=Severity.ERROR,
    why="What fails for good is lost, and no alarm counts it.",
    cure="Deploy the stack again with a change to the queue, so that CloudFormation makes it anew.",
    source="SQS developer guide: Using dead-letter queues in Amazon SQS",
)
RULES = (
    *(ALARM_MISSING, DISARMED, UNARMED, FIRING, LOOSER, SLEEPING),
    *(FUNCTION_MISSING, INACTIVE, THROTTLED, DEAD_LETTERS, QUEUE_MISSING),
)

_FUNCTION = "AWS::Lambda::Function"
_QUEUE = "AWS::SQS::Queue"
_ON_FAILURE = (
    ("AWS::Lambda::Function", "DeadLetterConfig.TargetArn"),
    ("AWS::Lambda::EventInvokeConfig", "DestinationConfig.OnFailure.Destination"),
    ("AWS::SNS::Subscription", "RedrivePolicy.deadLetterTargetArn"),
    ("AWS::SQS::Queue", "RedrivePolicy.deadLetterTargetArn"),
)
"""Where a queue for failures is named."""
_DAY = timedelta(days=1)


def check(stack: DeployedStack) -> Iterator[Finding]:
    yield from _alarms(stack)
    yield from _functions(stack)
    yield from _queues(stack)


def _alarms(stack: DeployedStack) -> Iterator[Finding]:
    named = {name: resource for resource, name in stack.of_type(ALARM)}
    names = list(named)
    found: dict[str, MetricAlarmTypeDef] = {}
    cloudwatch = stack.session.client("cloudwatch")
    # The API takes a hundred names at once.
    for start in range(0, len(names), 100):
        answer = cloudwatch.describe_alarms(AlarmNames=names[start : start + 100], MaxRecords=100)
        found |= {alarm["AlarmName"]: alarm for alarm in answer["MetricAlarms"]}
    for name, resource in named.items():
        place = stack.place(name, resource)
        if name in found:
            yield from _alarm(stack, place, resource, found[name])
        else:
            yield ALARM_MISSING.at(place, f"CloudWatch has no alarm {name}")


def _alarm(stack: DeployedStack, place: Place, resource: Resource, found: MetricAlarmTypeDef) -> Iterator[Finding]:
    if not found.get("ActionsEnabled") and resource.get("ActionsEnabled").flag is not False:
        yield DISARMED.at(place, "its actions are switched off")
    actions = [stack.text(item) for item in resource.get("AlarmActions").items]
    for action in actions:
        if action is not None and action not in found.get("AlarmActions", []):
            yield UNARMED.at(place, f"it no longer sets off {action}")
    threshold = resource.get("Threshold").number
    if threshold is not None and found.get("Threshold") != threshold:
        yield LOOSER.at(place, f"its threshold is {found.get('Threshold')}, and should be {threshold:g}")
    if found["StateValue"] == "ALARM":
        yield FIRING.at(place, f"it is in ALARM: {found.get('StateReason', 'no reason given')}")
    elif found["StateValue"] == "INSUFFICIENT_DATA" and found.get("MetricName") in RATES:
        points = _points(stack, found)
        if points:
            yield SLEEPING.at(place, f"it is in INSUFFICIENT_DATA while its metric has {points} values of a day")


def _points(stack: DeployedStack, alarm: MetricAlarmTypeDef) -> int:
    """Values of the last day. SES publishes a rate only once there was a bounce or a complaint."""
    answer = stack.session.client("cloudwatch").get_metric_statistics(
        Namespace=alarm["Namespace"],
        MetricName=alarm["MetricName"],
        Dimensions=alarm.get("Dimensions", []),
        StartTime=stack.now - _DAY,
        EndTime=stack.now,
        Period=3600,
        Statistics=["SampleCount"],
    )
    return len(answer["Datapoints"])


def _functions(stack: DeployedStack) -> Iterator[Finding]:
    functions = stack.session.client("lambda")
    for resource, name in stack.of_type(_FUNCTION):
        place = stack.place(name, resource)
        try:
            found = functions.get_function_configuration(FunctionName=name)
        except functions.exceptions.ResourceNotFoundException:
            yield FUNCTION_MISSING.at(place, f"Lambda has no function {name}")
            continue
        state, update = found.get("State", "Active"), found.get("LastUpdateStatus", "Successful")
        if state in ("Inactive", "Failed") or update == "Failed":
            reason = found.get("StateReason") or found.get("LastUpdateStatusReason") or "no reason given"
            yield INACTIVE.at(place, f"its state is {state}, its last update {update}: {reason}")
        reserved = functions.get_function_concurrency(FunctionName=name).get("ReservedConcurrentExecutions")
        meant = resource.get("ReservedConcurrentExecutions").number
        if reserved == 0 and meant != 0:
            yield THROTTLED.at(place, "its reserved concurrency is 0")


def _queues(stack: DeployedStack) -> Iterator[Finding]:
    sqs = stack.session.client("sqs")
    for queue in dict.fromkeys(_for_failures(stack)):
        url = stack.physical_id(queue)
        name = url.rpartition("/")[2]
        place = stack.place(name, queue)
        try:
            answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
        except sqs.exceptions.QueueDoesNotExist:
            yield QUEUE_MISSING.at(place, f"SQS has no queue {name}")
            continue
        waiting = int(answer["Attributes"]["ApproximateNumberOfMessages"])
        if waiting:
            yield DEAD_LETTERS.at(place, f"{waiting} messages wait in it")


def _for_failures(stack: DeployedStack) -> Iterator[Resource]:
    for type_name, path in _ON_FAILURE:
        for resource, _ in stack.of_type(type_name):
            queue = resource.get(path).names(_QUEUE)
            if queue is not None:
                yield queue
