"""What comes behind a topic, a bus or a stream."""

from __future__ import annotations

from collections.abc import Callable

from ses_constructs.review import Assembly
from ses_constructs.review.picture.consumers import add_bus_rules, add_consumers, target_part
from ses_constructs.review.picture.flow import Flow, FlowBuilder
from ses_constructs.review.picture.part import Kind, Part
from tests.review.conftest import assembly_of


def behind(assembly: Assembly, logical_id: str) -> Flow:
    flow = FlowBuilder()
    resource = assembly.templates[0].resources[logical_id]
    add_consumers(flow, assembly, flow.part(Part("start", Kind.OTHER, "start")), resource)
    return flow.flow()


def test_a_topic_tells_queues_functions_and_people(shop: Assembly, seen: Callable[[Flow], set[str]]) -> None:
    assert seen(behind(shop, "Problems")) == {"start > Waiting", "start > https://shop.example"}


def test_a_web_address_is_shown_without_its_secrets(shop: Assembly) -> None:
    shown = repr(behind(shop, "Problems"))
    assert "pw@" not in shown
    assert "key=1" not in shown


def test_a_stream_ends_in_its_bucket(seen: Callable[[Flow], set[str]]) -> None:
    assembly = assembly_of(
        """
        Files: {Type: AWS::S3::Bucket}
        Stream:
          Type: AWS::KinesisFirehose::DeliveryStream
          Properties: {ExtendedS3DestinationConfiguration: {BucketARN: !GetAtt Files.Arn}}
        Other:
          Type: AWS::KinesisFirehose::DeliveryStream
          Properties: {HttpEndpointDestinationConfiguration: {EndpointConfiguration: {Url: "https://x.example"}}}
        """
    )
    assert seen(behind(assembly, "Stream")) == {"start > Files"}
    assert seen(behind(assembly, "Other")) == {"start > HttpEndpoint"}


def test_a_bus_leads_to_the_rules_that_ask_for_ses(seen: Callable[[Flow], set[str]]) -> None:
    assembly = assembly_of(
        """
        Work: {Type: AWS::Lambda::Function}
        Bounced:
          Type: AWS::Events::Rule
          Properties:
            EventPattern: {source: [aws.ses], detail-type: [Email Bounced]}
            Targets: [{Arn: !GetAtt Work.Arn}]
        Machines: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [aws.ec2]}}}
        Elsewhere:
          Type: AWS::Events::Rule
          Properties: {EventBusName: other, EventPattern: {source: [aws.ses]}}
        """
    )
    flow = FlowBuilder()
    add_bus_rules(flow, assembly, flow.part(Part("bus", Kind.BUS, "default")), None)
    assert seen(flow.flow()) == {"default > Bounced", "Bounced > Work"}
    assert next(part for part in flow.flow().parts if part.title == "Bounced").line == "bounced"


def test_what_is_outside_is_known_by_its_arn() -> None:
    assembly = assembly_of(
        "A: {Type: x, Properties: {T: 'arn:aws:sqs:eu-west-1:111122223333:waiting', U: nothing}}"
    )
    resource = assembly.templates[0].resources["A"]
    queue, none = target_part(resource.get("T"))
    assert (queue.kind, queue.title, queue.line, none) == (Kind.QUEUE, "waiting", "not in these templates", None)
    assert target_part(resource.get("U"), Kind.TOPIC)[0].kind is Kind.TOPIC


def test_topics_that_tell_each_other_end_somewhere() -> None:
    told = "Subscription: [{Protocol: sqs, Endpoint: !Ref T%d}]"
    lines = [f"T{at}: {{Type: AWS::SNS::Topic, Properties: {{{told % (at + 1)}}}}}" for at in range(30)]
    flow = behind(assembly_of("\n".join([*lines, "T30: {Type: AWS::SNS::Topic}"])), "T0")
    assert 2 < len(flow.parts) < 10


def test_a_queue_leads_to_its_reader_and_to_the_table_that_one_writes(seen: Callable[[Flow], set[str]]) -> None:
    assembly = assembly_of(
        """
        Queue: {Type: AWS::SQS::Queue}
        Reading:
          Type: AWS::Lambda::EventSourceMapping
          Properties: {EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref Count}
        Count: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
        Role: {Type: AWS::IAM::Role}
        May:
          Type: AWS::IAM::Policy
          Properties:
            Roles: [!Ref Role]
            PolicyDocument:
              Statement:
              - {Effect: Allow, Action: ["dynamodb:PutItem"], Resource: !GetAtt Counts.Arn}
              - {Effect: Allow, Action: ["dynamodb:GetItem"], Resource: !GetAtt Prices.Arn}
        Counts: {Type: AWS::DynamoDB::Table}
        Prices: {Type: AWS::DynamoDB::Table}
        """
    )
    flow = behind(assembly, "Queue")
    assert seen(flow) == {"start > Count", "Count > Counts"}
    assert next(part for part in flow.parts if part.title == "Counts").kind is Kind.TABLE


def test_functions_of_sam_are_fed_by_topics_queues_and_the_bus(seen: Callable[[Flow], set[str]]) -> None:
    assembly = assembly_of(
        """
        Topic: {Type: AWS::SNS::Topic}
        Queue: {Type: AWS::SQS::Queue}
        Reads:
          Type: AWS::Serverless::Function
          Properties:
            Events:
              Told: {Type: SNS, Properties: {Topic: !Ref Topic}}
              Waits: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}
              Bounced: {Type: EventBridgeRule, Properties: {Pattern: {source: [aws.ses], detail-type: [Email A]}}}
              Started: {Type: EventBridgeRule, Properties: {Pattern: {source: [aws.ec2]}}}
              Far: {Type: CloudWatchEvent, Properties: {EventBusName: other, Pattern: {source: [aws.ses]}}}
        """
    )
    assert seen(behind(assembly, "Topic")) == {"start > Reads"}
    assert seen(behind(assembly, "Queue")) == {"start > Reads"}
    flow = FlowBuilder()
    add_bus_rules(flow, assembly, flow.part(Part("bus", Kind.BUS, "default")), None)
    assert seen(flow.flow()) == {"default > Bounced", "Bounced > Reads"}
