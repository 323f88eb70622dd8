import { DecoratorHandler, type Dispatcher } from 'undici';

/**
 * A call that ends while its connection is being opened leaves the connection to the next one.
 *
 * undici would end it unused. In a rush, when handshakes take longer than attempts, no attempt would ever find a connection open:
 * the rush keeps itself going after its cause is over (Bronson et al., Metastable Failures in Distributed Systems, HotOS 2021).
 */
export const keepConnectionsOfAbandonedCalls: Dispatcher.DispatcherComposeInterceptor =
  dispatch => (options, handler) => {
    const { signal } = options as { signal?: AbortSignal };
    return dispatch(options, signal === undefined ? handler : new OnlyWhileWanted(handler, signal));
  };

class OnlyWhileWanted extends DecoratorHandler {
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #signal: AbortSignal;

  constructor(handler: Dispatcher.DispatchHandler, signal: AbortSignal) {
    super(handler);
    this.#handler = handler;
    this.#signal = signal;
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    // An error fails the request alone; `controller.abort` ends its connection.
    if (this.#signal.aborted) throw this.#signal.reason ?? new DOMException('This operation was aborted', 'AbortError');
    this.#handler.onRequestStart?.(controller, context);
  }
}
