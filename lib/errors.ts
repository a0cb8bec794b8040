/**
 * Every error that a caller can cause is a `TypeError` or a `RangeError` with a stable `code`. Its message names the
 * argument, what was expected and what was received; nothing has been written when it is thrown.
 */

/** The stable codes of {@link SteepestError}. */
export type SteepestErrorCode =
  | "ERR_INVALID_TYPE"
  | "ERR_INVALID_LENGTH"
  | "ERR_INVALID_SHAPE"
  | "ERR_INVALID_OPTION"
  | "ERR_UNKNOWN_OPTION"
  | "ERR_INVALID_LABEL"
  | "ERR_INVALID_WEIGHT"
  | "ERR_INVALID_VALUE"
  | "ERR_NOT_FINITE"
  | "ERR_DETACHED"
  | "ERR_OVERLAP"
  | "ERR_BUSY"
  | "ERR_DISPOSED"
  | "ERR_NOT_COMPILED"
  | "ERR_UNSUPPORTED"
  | "ERR_BACKEND_UNAVAILABLE";

/** An error of steepest: a `TypeError` or `RangeError` that carries a stable `code`. */
export type SteepestError = (TypeError | RangeError) & { readonly code: SteepestErrorCode };

function withCode<E extends Error>(error: E, code: SteepestErrorCode): E & { readonly code: SteepestErrorCode } {
  return Object.assign(error, { code });
}

/** A `TypeError` with a code. */
export function typeError(code: SteepestErrorCode, message: string): SteepestError {
  return withCode(new TypeError(message), code);
}

/** A `RangeError` with a code. */
export function rangeError(code: SteepestErrorCode, message: string): SteepestError {
  return withCode(new RangeError(message), code);
}
