/** What the page's side of a test wallet needs to know. */
export type WalletScript = {
  readonly binding: string;
  readonly uuid: string;
  readonly name: string;
  readonly rdns: string;
  readonly icon: string;
};

type Answer =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string } };
type Listener = (data: unknown) => void;

/**
 * The page's side of a test wallet: an EIP-1193 provider that announces itself as EIP-6963 says and
 * hands every request to the test process. It runs in the page before the page's own scripts, so it
 * must not use anything from outside itself.
 */
export function installWallet(script: WalletScript): void {
  const listeners = new Map<string, Set<Listener>>();
  const ask: (call: unknown) => Promise<Answer> = Reflect.get(window, script.binding);
  const provider = {
    request: async (call: { readonly method: string; readonly params?: unknown }) => {
      const answer = await ask({ method: call.method, params: call.params ?? [] });
      if ('result' in answer) return answer.result;
      throw Object.assign(new Error(answer.error.message), { code: answer.error.code });
    },
    on: (event: string, listener: Listener) => {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener: (event: string, listener: Listener) => {
      listeners.get(event)?.delete(listener);
    },
  };
  const { uuid, name, rdns, icon } = script;
  const detail = Object.freeze({ info: { uuid, name, rdns, icon }, provider });
  const announce = () => {
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
  };
  window.addEventListener('eip6963:requestProvider', announce);
  window.addEventListener('test-wallet:event', (event) => {
    if (!(event instanceof CustomEvent)) return;
    for (const listener of listeners.get(event.detail.name) ?? []) listener(event.detail.data);
  });
  announce();
}
