import { beforeEach, describe, expect, it } from 'vitest';
import { dismissToast, showToast, toastStore, updateToast } from './toast-store.ts';

const titles = () => toastStore.getState().toasts.map(({ title }) => title);

describe('toast store', () => {
  beforeEach(() => toastStore.setState({ toasts: [] }));

  it('updates what is on the screen, and brings nothing back', () => {
    const id = showToast({ kind: 'pending', title: 'Filled' });
    updateToast({ id, kind: 'success', title: 'Settled' });
    expect(titles()).toEqual(['Settled']);
    dismissToast(id);
    updateToast({ id, kind: 'success', title: 'Late' });
    expect(titles()).toEqual([]);
  });

  it('updates a toast in place when its id is shown again', () => {
    const swap = showToast({ kind: 'pending', title: 'Swapping' });
    showToast({ kind: 'info', title: 'Other' });
    const before = toastStore.getState().toasts[0];
    showToast({ id: swap, kind: 'success', title: 'Swapped' });
    expect(titles()).toEqual(['Swapped', 'Other']);
    expect(toastStore.getState().toasts[0]?.revision).not.toBe(before?.revision);
  });

  it('keeps pending toasts and errors on screen until they are dismissed', () => {
    showToast({ kind: 'pending', title: 'Pending' });
    showToast({ kind: 'error', title: 'Failed' });
    showToast({ kind: 'success', title: 'Done' });
    const durations = toastStore.getState().toasts.map(({ durationMs }) => durationMs);
    expect(durations).toEqual([null, null, 8_000]);
  });

  it('makes room by the oldest toast that is not pending', () => {
    showToast({ kind: 'pending', title: 'first' });
    for (const title of ['a', 'b', 'c', 'd', 'e']) showToast({ kind: 'info', title });
    expect(titles()).toEqual(['first', 'b', 'c', 'd', 'e']);
  });

  it('dismisses by id', () => {
    const id = showToast({ kind: 'info', title: 'Gone' });
    dismissToast(id);
    expect(titles()).toEqual([]);
  });
});
