import type { Hash } from '#lib/domain/address.ts';
import type { Reorganisation } from './head-history.ts';

/** Why the chain cannot be taken for the one that was known, and what a person has to do. */
export type ChainFault = {
  readonly kind: 'genesis' | 'finality';
  readonly detail: string;
};

const REMEDY =
  'What was recorded no longer matches the chain: on the local network begin anew with ' +
  '`npm start -- --reset`; elsewhere check that RPC_URL leads to the right chain.';

/** The chain began with another block than the one that was known. */
export function genesisFault(known: Hash, found: Hash): ChainFault {
  return {
    kind: 'genesis',
    detail: `The chain's genesis block is ${found}, it used to be ${known}. ${REMEDY}`,
  };
}

/** The chain gave up blocks that counted as final. */
export function finalityFault(reorganisation: Reorganisation, finality: number): ChainFault {
  const { depth, from, ancestor } = reorganisation;
  const deep = ancestor === null ? `at least ${depth}` : `${depth}`;
  return {
    kind: 'finality',
    detail: `The chain gave up ${deep} blocks below ${from.number}; ${finality} count as final. ${REMEDY}`,
  };
}
