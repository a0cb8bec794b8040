/** Ways from one rate to another, without cancellation: both ends are met exactly. */

/** `from` where `share` is 0, `to` where it is 1, a straight line between. */
export function blend(from: number, to: number, share: number): number {
  return from * (1 - share) + to * share;
}

/** The same along half a wave of the cosine: from + (to − from)·½(1 − cos(π·share)). */
export function blendCosine(from: number, to: number, share: number): number {
  return from * Math.sin((Math.PI / 2) * (1 - share)) ** 2 + to * Math.sin((Math.PI / 2) * share) ** 2;
}
