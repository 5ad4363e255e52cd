/** Where the explorer shows a transaction or an account; `null` on networks without one. */
export function explorerLink(
  explorerUrl: string | null,
  what: { readonly kind: 'tx' | 'address'; readonly id: string },
): string | null {
  return explorerUrl === null ? null : `${explorerUrl}/${what.kind}/${what.id}`;
}
