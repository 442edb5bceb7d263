/** Keeps the screen awake until the returned function is called; rejects with a DOMException where the browser refuses. */
export async function holdScreen(): Promise<() => Promise<void>> {
  const lock = await navigator.wakeLock.request('screen');
  return () => lock.release();
}
