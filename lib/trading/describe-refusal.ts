/** Why the exchange does not take the trading key, and the one thing to do about it. */
export type RefusalText = {
  readonly title: string;
  readonly text: string;
  /** `enable`: a new key, approved by the wallet; `retry`: the same key once more. */
  readonly action: 'enable' | 'retry';
};

const ANEW = 'One signature makes a new key.';
// What a key has signed is only as good as the key.
const ENDED = `The orders that it signed ended with it. ${ANEW}`;

const KNOWN: Readonly<Record<string, RefusalText>> = {
  'auth/agent-expired': { title: 'Your trading key has ended', text: ENDED, action: 'enable' },
  'auth/agent-revoked': { title: 'Your trading key was revoked', text: ENDED, action: 'enable' },
  'auth/unknown-agent': {
    title: 'The exchange does not know your trading key',
    text: ANEW,
    action: 'enable',
  },
  'auth/wrong-signer': {
    title: 'Your trading key is of another account',
    text: ANEW,
    action: 'enable',
  },
  'auth/clock-skew': {
    title: 'The clock of this device is wrong',
    text: 'Set it right, then try again.',
    action: 'retry',
  },
};

/** A refusal in words; the exchange's own for those that have no better ones. */
export function describeRefusal(refusal: {
  readonly code: string;
  readonly message: string;
}): RefusalText {
  return (
    KNOWN[refusal.code] ?? {
      title: 'The exchange did not take your trading key',
      text: refusal.message,
      action: 'retry',
    }
  );
}
