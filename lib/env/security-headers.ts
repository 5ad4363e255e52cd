import type { NetworkConfig } from './network-config.ts';

/** What the policy needs to know of the running application. */
export type PolicyInput = {
  /** Fresh random text for this response. */
  readonly nonce: string;
  readonly config: Pick<NetworkConfig, 'rpcUrl' | 'sidecarUrl' | 'sidecarWsUrl'>;
  /** `next dev` evaluates code to show server stacks in the browser. */
  readonly developmentServer: boolean;
};

/**
 * The Content-Security-Policy of a page. Nothing inline runs without the nonce, and the page talks
 * to itself, the RPC and the sidecar only. Keys live in this browser, so there is no exception for
 * styles either: `style` attributes in HTML are refused (React sets styles through the object model,
 * which the policy does not touch).
 */
export function contentSecurityPolicy({ nonce, config, developmentServer }: PolicyInput): string {
  const connections = [config.rpcUrl, config.sidecarUrl, config.sidecarWsUrl].map(
    (url) => new URL(url).origin,
  );
  const scripts = [`'nonce-${nonce}'`, "'strict-dynamic'"];
  const styles = ["'self'", `'nonce-${nonce}'`];
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'none'"],
    'script-src': developmentServer ? [...scripts, "'unsafe-eval'"] : scripts,
    // The development server injects its styles without a nonce.
    'style-src': developmentServer ? ["'self'", "'unsafe-inline'"] : styles,
    'connect-src': ["'self'", ...new Set(connections)],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
    'object-src': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(' '))
    .join('; ');
}

/**
 * Whether responses carry Strict-Transport-Security. A page of the local network is served over
 * plain HTTP, and must not pin its host to HTTPS for whatever else runs there.
 */
export function strictTransportSecurity(
  config: Pick<NetworkConfig, 'network'>,
): string | undefined {
  return config.network === 'local' ? undefined : 'max-age=63072000; includeSubDomains';
}
