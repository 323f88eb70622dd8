import { type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { cut } from './cut.ts';
import { httpAttribute } from './names.ts';
import { shownAddress } from './shown-address.ts';
import { isLeftOut, traceparentOf } from './trace-context.ts';

const tracer = trace.getTracer('@watertight/telemetry');

export interface OutgoingRequest {
  readonly method: string;
  /** Such as http://127.0.0.1:3001. */
  readonly origin: string;
  readonly host: string;
  readonly port: number;
  /** Path and query. */
  readonly path: string;
  /** What the path was made from, its parameters as `:name`. */
  readonly route: string;
  /** Which attempt of its call it is, from 1. */
  readonly attempt: number;
}

/** The CLIENT span of one attempt (HTTP semantic conventions): from its request to the end of its answer. */
export class ClientSpan {
  readonly #span: Span;

  private constructor(span: Span) {
    this.#span = span;
  }

  /** Undefined without an SDK, and in a trace that is not kept: of that one only the ids are passed on. */
  static start({ method, origin, host, port, path, route, attempt }: OutgoingRequest): ClientSpan | undefined {
    if (isLeftOut()) return undefined;
    const attributes = {
      [httpAttribute.method]: method,
      [httpAttribute.url]: cut(origin + shownAddress(path, route)),
      [httpAttribute.serverAddress]: host,
      [httpAttribute.serverPort]: port,
      ...(attempt > 1 && { [httpAttribute.resendCount]: attempt - 1 }),
    };
    const span = tracer.startSpan(method, { kind: SpanKind.CLIENT, attributes });
    return span.isRecording() ? new ClientSpan(span) : undefined;
  }

  /** What the request carries, so that the callee's span is a child of this one. */
  get traceparent(): string {
    return traceparentOf(this.#span.spanContext());
  }

  answered(status: number): void {
    this.#span.setAttribute(httpAttribute.status, status);
    if (status >= 400) this.#fail(String(status));
  }

  /** No answer, or none that could be read. */
  failed(error: unknown): void {
    this.#fail(error instanceof Error ? (systemCode(error) ?? error.name) : typeof error);
  }

  end(): void {
    this.#span.end();
  }

  #fail(type: string): void {
    this.#span.setAttribute(httpAttribute.errorType, type);
    this.#span.setStatus({ code: SpanStatusCode.ERROR });
  }
}

/** Such as ECONNREFUSED or UND_ERR_SOCKET; a DOMException's code is a number without meaning for a reader. */
function systemCode(error: Error): string | undefined {
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z_]+$/.test(code) ? code : undefined;
}
