/**
 * Lets whatever waits for the thread have its turn: a message, a step of training. Long work has to do so itself, because
 * what the wasm and cpu backends compute is there at once, and awaiting it lets nobody in.
 */
export function breathe(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
