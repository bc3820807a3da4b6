// Calls InvokeEndpoint with the AWS SDK for JavaScript as it is told: one JSON object a line in, one JSON object a line out (see
// ClientRequest.cs).

import { createInterface } from "node:readline";
import * as sdk from "@aws-sdk/client-sagemaker-runtime";

const clients = new Map();

function clientOf(url) {
  if (!clients.has(url)) {
    clients.set(
      url,
      new sdk.SageMakerRuntimeClient({
        region: "eu-central-1",
        endpoint: url,
        credentials: { accessKeyId: "nobody", secretAccessKey: "nothing" },
        maxAttempts: 1,
      }),
    );
  }
  return clients.get(url);
}

function bodyOf({ body, paddedTo = 0 }) {
  const bytes = Buffer.from(body);
  return Buffer.concat([bytes, Buffer.alloc(Math.max(0, paddedTo - bytes.length), " ")]);
}

async function invoke(request) {
  try {
    const response = await clientOf(request.url).send(
      new sdk.InvokeEndpointCommand({
        EndpointName: request.endpoint,
        TargetContainerHostname: request.container,
        TargetVariant: request.variant,
        TargetModel: request.model,
        ContentType: request.contentType,
        Accept: request.accept,
        CustomAttributes: request.customAttributes,
        InferenceId: request.inferenceId,
        Body: bodyOf(request),
      }),
    );
    return {
      body: Buffer.from(response.Body).toString(),
      contentType: response.ContentType,
      variant: response.InvokedProductionVariant,
      customAttributes: response.CustomAttributes,
      ...metadata(response),
    };
  } catch (error) {
    // No answer of the server's: the test has to see why.
    if (!(error instanceof sdk.SageMakerRuntimeServiceException)) return { status: 0, error: String(error), exception: error.constructor.name };
    return {
      error: error.name,
      exception: error.constructor.name,
      // AWS's service model names the errors of an operation; others are plain SageMakerRuntimeServiceExceptions.
      isOwnClass: sdk[error.name] !== undefined && error instanceof sdk[error.name],
      message: error.message,
      originalStatusCode: error.OriginalStatusCode,
      originalMessage: error.OriginalMessage,
      ...metadata(error),
    };
  }
}

const metadata = ({ $metadata }) => ({ status: $metadata.httpStatusCode, requestId: $metadata.requestId });

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(await invoke(JSON.parse(line))) + "\n");
}
