import { createStore } from 'zustand/vanilla';

export type ToastKind = 'info' | 'pending' | 'success' | 'warning' | 'error';

/** A link or a button inside a toast. A link opens in a new tab when it leaves the site. */
export type ToastAction =
  | { readonly label: string; readonly href: string }
  | { readonly label: string; readonly onSelect: () => void };

export type Toast = {
  /** The same id updates the toast that is on screen instead of adding another. */
  readonly id: string;
  readonly kind: ToastKind;
  readonly title: string;
  readonly detail?: string;
  readonly action?: ToastAction;
  /** The stable code of an error, to quote to support. */
  readonly code?: string;
  /** Milliseconds on screen; `null` stays until dismissed. Pending toasts always stay. */
  readonly durationMs: number | null;
  /** Counts updates, so that the clock of an updated toast starts again. */
  readonly revision: number;
};

/** What a caller says; the rest has defaults by kind. */
export type ToastInput = Omit<Toast, 'id' | 'durationMs' | 'revision'> & {
  readonly id?: string;
  readonly durationMs?: number | null;
};

const MAX_TOASTS = 5;
const DEFAULT_DURATION_MS: Readonly<Record<ToastKind, number | null>> = {
  info: 5_000,
  pending: null,
  success: 8_000,
  warning: 10_000,
  error: null,
};

/** The toasts on screen, oldest first. */
export const toastStore = createStore<{ readonly toasts: readonly Toast[] }>(() => ({
  toasts: [],
}));

let lastId = 0;

/**
 * Shows a toast, or updates in place the one with the same id: a transaction's toast goes from
 * pending to confirmed without moving.
 *
 * @returns the toast's id, for later updates and for {@link dismissToast}
 */
export function showToast({ id, durationMs, ...content }: ToastInput): string {
  lastId += 1;
  const toastId = id ?? `toast-${lastId}`;
  const toast: Toast = {
    ...content,
    id: toastId,
    durationMs: durationMs === undefined ? DEFAULT_DURATION_MS[content.kind] : durationMs,
    revision: lastId,
  };
  toastStore.setState(({ toasts }) => ({ toasts: placed(toasts, toast) }));
  return toastId;
}

/** Updates a toast in place while it is on the screen; one that was dismissed does not come back. */
export function updateToast(input: ToastInput): void {
  if (toastStore.getState().toasts.some(({ id }) => id === input.id)) showToast(input);
}

/** Takes a toast off the screen; an id that is not shown is ignored. */
export function dismissToast(id: string): void {
  toastStore.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

function placed(toasts: readonly Toast[], toast: Toast): readonly Toast[] {
  if (toasts.some(({ id }) => id === toast.id)) {
    return toasts.map((shown) => (shown.id === toast.id ? toast : shown));
  }
  return [...withRoom(toasts), toast];
}

/** The oldest toast that nothing depends on makes room; a pending one only when all are pending. */
function withRoom(toasts: readonly Toast[]): readonly Toast[] {
  if (toasts.length < MAX_TOASTS) return toasts;
  const leaving = toasts.find(({ kind }) => kind !== 'pending') ?? toasts[0];
  return toasts.filter((toast) => toast !== leaving);
}
