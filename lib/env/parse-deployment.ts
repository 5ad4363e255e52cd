import { z } from 'zod/mini';
import { type Address, type Hash, isAddress } from '#lib/domain/address.ts';
import { CONTRACT_NAMES, type Deployment } from '#lib/domain/network.ts';

const address = z.custom<Address>((value) => typeof value === 'string' && isAddress(value));
const hash = z.custom<Hash>((value) => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value));

const token = z.strictObject({
  kind: z.literal('token'),
  address,
  symbol: z.string(),
  name: z.string(),
  decimals: z.int().check(z.nonnegative(), z.maximum(255)),
  permit: z.boolean(),
});

const contractNames = z.enum(CONTRACT_NAMES);

const localDeployment = z.strictObject({
  version: z.literal(1),
  network: z.literal('local'),
  chainId: z.int().check(z.positive()),
  genesisHash: hash,
  contracts: z.partialRecord(contractNames, address),
  tokens: z.array(token).check(z.minLength(1)),
});

/**
 * Reads the record of a local deployment.
 *
 * @param text The file's content.
 * @param expected Where it lies, for the error, and the chain id it must be for.
 * @throws DeploymentRecordError when it is damaged or belongs to another chain.
 */
export function parseDeployment(
  text: string,
  expected: { readonly path: string; readonly chainId: number },
): Deployment {
  const parsed = localDeployment.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new DeploymentRecordError(expected.path, z.prettifyError(parsed.error));
  }
  const { chainId } = parsed.data;
  if (chainId !== expected.chainId) {
    const reason = `it is for chain ${chainId}, not ${expected.chainId}`;
    throw new DeploymentRecordError(expected.path, reason);
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The record of a deployment cannot be used; deleting it and deploying again repairs it. */
export class DeploymentRecordError extends Error {
  override readonly name = 'DeploymentRecordError';
  readonly path: string;

  constructor(path: string, reason: string) {
    super(
      `The deployment record ${path} cannot be used: ${reason}\n` +
        'Delete it and deploy again (npm run deploy), or begin anew (npm start -- --reset).',
    );
    this.path = path;
  }
}
