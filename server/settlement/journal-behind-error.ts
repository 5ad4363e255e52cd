/** The contract has batches that the journal knows nothing of: trades of a later journal. */
export class JournalBehindError extends Error {
  override readonly name = 'JournalBehindError';
  readonly code = 'recovery/chain-ahead';

  constructor({ onChain, known }: { readonly onChain: number; readonly known: number }) {
    super(
      `recovery/chain-ahead: the clearing house has settled ${onChain} batches, and the journal ` +
        `knows of ${known}. What was traded after this journal ends is on chain and cannot be made ` +
        'up. Restore a newer back-up, or copy the newest segments of the journal from the machine ' +
        'that wrote them (docs/operations.md). Until then nothing is traded; owners can exit ' +
        'through the contract.',
    );
  }
}
