import { context, type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { cut } from './cut.ts';
import { httpAttribute } from './names.ts';
import { shownPath, shownQuery, splitOnce } from './shown-address.ts';

const tracer = trace.getTracer('@watertight/telemetry');

export interface Served {
  readonly method: string;
  /** Undefined where no route matches. */
  readonly route: string | undefined;
  /** Path and query, as asked. */
  readonly url: string;
  /** The `traceparent` of a trusted caller. */
  readonly traceparent: string | undefined;
}

/**
 * The SERVER span of a request (HTTP semantic conventions), and the context that all it causes belongs to.
 *
 * Without an SDK it stands for nothing, and costs next to nothing.
 */
export class ServerSpan {
  readonly #span: Span;
  readonly #context: Context;

  constructor({ method, route, url, traceparent }: Served) {
    const [path, query] = splitOnce(url, '?');
    const attributes = {
      [httpAttribute.method]: method,
      [httpAttribute.scheme]: 'http',
      [httpAttribute.path]: cut(shownPath(path, route)),
      ...(query !== undefined && { [httpAttribute.query]: cut(shownQuery(query)) }),
      ...(route !== undefined && { [httpAttribute.route]: route }),
    };
    const parent = contextOf(traceparent);
    const name = route === undefined ? method : `${method} ${route}`;
    this.#span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
    this.#context = trace.setSpan(parent, this.#span);
  }

  within<T>(work: () => T): T {
    return context.with(this.#context, work);
  }

  /** A caller's mistake is no failure of the server: from 500 on it is one. Undefined: it left before it was answered. */
  end(status: number | undefined): void {
    if (status !== undefined) this.#span.setAttribute(httpAttribute.status, status);
    if (status !== undefined && status >= 500) {
      this.#span.setAttribute(httpAttribute.errorType, String(status));
      this.#span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.#span.end();
  }
}

function contextOf(traceparent: string | undefined): Context {
  const remote = traceparent === undefined ? null : parseTraceParent(traceparent);
  return remote === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...remote, isRemote: true });
}
