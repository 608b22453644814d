import type { Variables } from './tracing/settings.ts';
import type { Tracing } from './tracing/tracing.ts';

/**
 * Starts to trace requests if the variables of OpenTelemetry name a collector. Its code is loaded only then.
 *
 * @param given - The environment: `OTEL_EXPORTER_OTLP_ENDPOINT` and the other standard variables.
 * @param service - The name of the service, unless `OTEL_SERVICE_NAME` is set.
 * @param warn - Called with what can't be used, and later with why spans can't be sent. Never with a credential.
 */
export async function startTracing(
  given: Variables,
  service: string,
  warn: (reason: string) => void,
): Promise<Tracing | undefined> {
  if (!given['OTEL_EXPORTER_OTLP_ENDPOINT'] && !given['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']) return undefined;
  const [{ readTracingSettings }, { Tracing: Own }] = await Promise.all([
    import('./tracing/settings.ts'),
    import('./tracing/tracing.ts'),
  ]);
  const settings = readTracingSettings(given, service, warn);
  return settings && new Own(settings, warn);
}
