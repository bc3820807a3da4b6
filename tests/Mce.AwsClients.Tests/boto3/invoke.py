"""Calls InvokeEndpoint with boto3 as it is told: one JSON object a line in, one JSON object a line out (see ClientRequest.cs)."""

import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

PARAMETERS = {
    "endpoint": "EndpointName",
    "container": "TargetContainerHostname",
    "variant": "TargetVariant",
    "model": "TargetModel",
    "contentType": "ContentType",
    "accept": "Accept",
    "customAttributes": "CustomAttributes",
    "inferenceId": "InferenceId",
}

clients = {}


def client_of(url):
    if url not in clients:
        clients[url] = boto3.client(
            "sagemaker-runtime",
            region_name="eu-central-1",
            endpoint_url=url,
            aws_access_key_id="nobody",
            aws_secret_access_key="nothing",
            config=Config(retries={"total_max_attempts": 1}),
        )
    return clients[url]


def invoke(request):
    client = client_of(request["url"])
    parameters = {PARAMETERS[name]: request[name] for name in PARAMETERS if name in request}
    body = request["body"].encode().ljust(request.get("paddedTo", 0))
    try:
        response = client.invoke_endpoint(Body=body, **parameters)
        return {
            "body": response["Body"].read().decode(),
            "contentType": response.get("ContentType"),
            "variant": response.get("InvokedProductionVariant"),
            "customAttributes": response.get("CustomAttributes"),
            **metadata(response),
        }
    except ClientError as error:
        name = type(error).__name__
        return {
            "error": error.response["Error"]["Code"],
            "exception": name,
            # AWS's service model names the errors of an operation; others are plain ClientErrors.
            "isOwnClass": name != "ClientError" and isinstance(error, getattr(client.exceptions, name)),
            "message": error.response["Error"]["Message"],
            "originalStatusCode": error.response.get("OriginalStatusCode"),
            "originalMessage": error.response.get("OriginalMessage"),
            **metadata(error.response),
        }
    except Exception as error:  # no answer of the server's: the test has to see why
        return {"status": 0, "error": repr(error), "exception": type(error).__name__}


def metadata(response):
    return {"status": response["ResponseMetadata"]["HTTPStatusCode"], "requestId": response["ResponseMetadata"].get("RequestId")}


for line in sys.stdin:
    print(json.dumps(invoke(json.loads(line))), flush=True)
