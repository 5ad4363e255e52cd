import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { clientFrameSchemas, decodeClientFrame } from '#lib/protocol/frames/client-frame.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { bumpEpochRequest } from '#lib/protocol/rest/account.ts';
import { faucetRequest } from '#lib/protocol/rest/faucet.ts';
import { reserveNoncesRequest } from '#lib/protocol/rest/nonces.ts';
import { modifyOrderRequest } from '#lib/protocol/rest/orders.ts';
import { loginRequest } from '#lib/protocol/rest/sign-in.ts';
import { rpcSchemas } from '#lib/protocol/rpc/rpc-schemas.ts';
import { validate } from '#lib/protocol/validate.ts';
import { wireAgentApproval } from '#lib/protocol/wire-agent-approval.ts';
import { wireOrderRequest } from '#lib/protocol/wire-order-request.ts';
import { wireWithdrawalRequest } from '#lib/protocol/wire-withdrawal-request.ts';
import { exampleOf } from './docs/example-of.ts';
import { type JsonSchema, jsonSchemaOf } from './docs/json-schema.ts';

type Message = {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly read: (value: unknown) => unknown;
};

function messageOf(name: string, schema: z.ZodMiniType): Message {
  return { name, schema: jsonSchemaOf(schema, 'input'), read: (value) => validate(schema, value) };
}

const frames = Object.entries(clientFrameSchemas).map(([type, schema]) => ({
  ...messageOf(`frame ${type}`, schema),
  read: decodeClientFrame,
}));

const methods = Object.entries(rpcSchemas).map(([method, { params }]) =>
  messageOf(`method ${method}`, params),
);

const bodies = Object.entries({
  faucetRequest,
  loginRequest,
  bumpEpochRequest,
  reserveNoncesRequest,
  modifyOrderRequest,
  wireOrderRequest,
  wireAgentApproval,
  wireWithdrawalRequest,
}).map(([name, schema]) => messageOf(`body ${name}`, schema));

const messages = [...frames, ...methods, ...bodies];

/** The code and the field of a refusal; `null` where the value was taken. */
function refusal({ read }: Message, value: unknown) {
  try {
    read(value);
    return null;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return { code: error.code, field: error.facts?.field };
  }
}

/** A message with all its members, but for what a type of its own stands for. */
function wholeExample({ schema }: Message): Record<string, unknown> {
  return exampleOf(schema, { all: true }) as Record<string, unknown>;
}

/** A value of a type that a member does not take. */
function mistyped(schema: JsonSchema): unknown {
  return takesObjects(schema) ? true : {};
}

function takesObjects({ anyOf, oneOf, type, properties }: JsonSchema): boolean {
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) return choices.some(takesObjects);
  return type === 'object' || properties !== undefined;
}

const members = messages.flatMap((message) =>
  Object.entries(message.schema.properties ?? {}).map(([member, schema]) => ({
    message,
    member,
    schema,
    name: `${message.name}: ${member}`,
    isRequired: message.schema.required?.includes(member) ?? false,
  })),
);

describe('every message of the contract', () => {
  it.each(messages)('$name is taken with what is required, and with everything', (message) => {
    expect(refusal(message, exampleOf(message.schema))).toBeNull();
    expect(refusal(message, wholeExample(message))).toBeNull();
  });

  const withMembers = messages.filter(({ schema }) => schema.type !== 'array');

  it.each(withMembers)('$name ignores members of a later version', (message) => {
    expect(refusal(message, { ...wholeExample(message), of_a_later_version: [7] })).toBeNull();
  });

  it.each(members.filter(({ isRequired }) => isRequired))(
    '$name is missed by its name',
    ({ message, member }) => {
      const { [member]: _, ...rest } = wholeExample(message);
      expect(refusal(message, rest)).toEqual({ code: 'gateway/invalid-message', field: member });
    },
  );

  it.each(members)(
    '$name of another type is refused by its name',
    ({ message, member, schema }) => {
      const value = { ...wholeExample(message), [member]: mistyped(schema) };
      const told = refusal(message, value);
      expect(told?.code).toBe('gateway/invalid-message');
      expect(String(told?.field)).toMatch(new RegExp(`^${member}(\\.|$)`));
    },
  );
});
