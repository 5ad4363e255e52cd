import { parentPort, workerData } from 'node:worker_threads';
import { OrderHasher } from '#lib/chain/order-hasher.ts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';
import { keccak256, openCurve, requireSigner } from '#server/auth/index.ts';

/** What the main thread asks of a thread that verifies. */
export type VerifyRequest = {
  readonly id: number;
  readonly order: SignedOrder;
  readonly signature: string;
};

const domain: OrderDomain = workerData;
const hasher = new OrderHasher(domain, keccak256);
const tools = { curve: openCurve(), contractSignatures: null };

parentPort?.on('message', ({ id, order, signature }: VerifyRequest) => {
  const digest = hasher.order(order);
  const verified = requireSigner(tools, { digest, signature, account: order.account });
  verified.then(
    () => parentPort?.postMessage([id]),
    (error: unknown) => {
      throw error;
    },
  );
});
