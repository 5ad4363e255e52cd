import { limits } from '#server/limits.ts';

/** The sidecar as it is, impatient, so that a round is short: everything else is what is deployed. */
Object.assign(limits, {
  rpcTimeoutMs: 1_000,
  headPollMs: 100,
  headBackoffMs: 200,
  endpointRestMs: 50,
  endpointLongestRestMs: 300,
  endpointPatienceMs: 2_000,
  endpointProbeMs: 500,
  custodyRetryMs: 50,
  submitPollMs: 100,
  submitReplaceMs: 1_500,
  submitGiveUpMs: 5_000,
  operatorCheckMs: 300,
  settlementTrades: 10,
  settlementAgeMs: 300,
  settlementPollMs: 100,
  settlementRetryMs: 100,
  settlementMinedMs: 5_000,
  settlementHoldMs: 500,
  reconcileMs: 0,
  fundingMs: 200,
});

await import('#server/main.ts');
