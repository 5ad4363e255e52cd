import { expect, it } from 'vitest';
import { describeSettlement } from './describe-settlement.ts';

it.each([
  ['matched', null, 'Matched', /next batch/],
  ['settling', 7, 'Settling', /In batch 7/],
  ['settled', 7, 'Settled', /On chain in batch 7/],
  ['settled', null, 'Settled', /in a batch/],
  ['quarantined', null, 'Held back', /looks into it/],
  ['annulled', null, 'Annulled', /undone/],
] as const)('a trade that is %s (batch %s) is called %s', (stage, batch, label, note) => {
  const words = describeSettlement({ stage, batch, transaction: null });
  expect(words.label).toBe(label);
  expect(words.note).toMatch(note);
});
