import { describe, expect, it } from 'vitest';
import { type WithdrawalStage, withdrawalSteps } from './describe-withdrawal.ts';

const states = (stage: WithdrawalStage) =>
  withdrawalSteps(stage).map(({ id, state }) => `${id} ${state}`);

describe('a withdrawal step by step', () => {
  it.each([
    ['signing', ['signing current', 'requested ahead', 'settling ahead', 'paid ahead']],
    ['requested', ['signing done', 'requested done', 'settling current', 'paid ahead']],
    ['settling', ['signing done', 'requested done', 'settling current', 'paid ahead']],
    ['paid', ['signing done', 'requested done', 'settling done', 'paid done']],
    ['returned', ['signing done', 'requested done', 'returned done']],
  ] as const)('that is %s', (stage, expected) => {
    expect(states(stage)).toEqual(expected);
  });
});
