import type { Address } from '#lib/domain/address.ts';

/** Where an account's history is read, and by whom. */
export type AccountSource = {
  readonly sidecarUrl: string;
  readonly owner: Address;
  /** `null` while the exchange does not know who this is. */
  readonly token: string | null;
};
