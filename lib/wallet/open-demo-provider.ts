import { createClient, http } from 'viem';
import { type AskChain, assertDemoWallet } from './assert-demo-wallet.ts';
import { createDemoProvider, type DemoProvider, type WalletRequest } from './demo-provider.ts';
import { type WalletNetwork, walletChain } from './wallet-network.ts';

/**
 * The demo wallet of this browser, its key made on first use, after the chain was asked whether there
 * may be one.
 *
 * @throws SwapError `wallet/demo-not-allowed` or `wallet/demo-storage`.
 */
export async function openDemoProvider(
  network: WalletNetwork,
  storage: Storage,
): Promise<DemoProvider> {
  const chain = walletChain(network);
  const transport = http(network.rpcUrl);
  const { request } = transport({ chain, retryCount: 0 });
  const askChain = (call: WalletRequest) => request(call);
  const ask: AskChain = async (method) => String(await askChain({ method }));
  const assertAllowed = () => assertDemoWallet(network, ask);

  await assertAllowed();
  const { demoAccount } = await import('./demo-account.ts');
  const client = createClient({ account: demoAccount(storage), chain, transport });
  return createDemoProvider({ client, askChain, assertAllowed });
}
