/** Read when the process starts, before anything else of it. No collector, no SDK: what nobody reads costs nothing. */
export const config = {
  enabled: Boolean(process.env['OTEL_EXPORTER_OTLP_ENDPOINT']) && process.env['OTEL_SDK_DISABLED'] !== 'true',
};

/** A dead collector must not hold the exit: 1.5 s instead of the exporter's 10 s. */
export const deliveryMs = 1500;
process.env['OTEL_EXPORTER_OTLP_TIMEOUT'] ??= String(deliveryMs);
// OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES; about the host nobody asks here.
process.env['OTEL_NODE_RESOURCE_DETECTORS'] ??= 'env';
