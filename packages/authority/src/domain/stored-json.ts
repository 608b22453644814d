import type { JsonObject } from '@lostwax/core';

/**
 * JSON as the store has it. The authority itself writes nothing but JSON there; who writes to the database file may write anything.
 *
 * @returns Undefined for what is not the JSON text of an object.
 */
export function jsonObjectOf(text: string): JsonObject | undefined {
  const value = parsed(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** @returns Undefined for what is not the JSON text of a list of texts. */
export function jsonTextsOf(text: string): readonly string[] | undefined {
  const value = parsed(text);
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
