interface TakeDraft {
  /** Another holds the camera. */
  readonly taking: boolean;
  readonly needsIncident: boolean;
  readonly reason: string;
  readonly incident: string;
}

/** What must be written before the purpose is chosen, as long as it is not (Art. 11(1)). */
export function takeLacks({
  taking,
  needsIncident,
  reason,
  incident,
}: TakeDraft): 'reason' | 'incident' | 'both' | null {
  if (!taking) return null;
  const noReason = reason.trim().length < 2;
  const noIncident = needsIncident && incident.trim() === '';
  if (noReason && noIncident) return 'both';
  if (noReason) return 'reason';
  return noIncident ? 'incident' : null;
}
