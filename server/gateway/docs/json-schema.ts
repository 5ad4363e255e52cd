import * as z from 'zod/mini';

/** What of JSON Schema (draft 2020-12) the schemas of the wire become. */
export type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly pattern?: string;
};

/**
 * The JSON schema of a schema of the wire.
 *
 * @param io - `input` as it is sent, `output` as it was read
 */
export function jsonSchemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  // Plain data from here on: what zod attaches to it besides is no part of the document.
  return JSON.parse(JSON.stringify(rest));
}
