// Until the hub's document names these.

export interface Asked<Content> {
  data?: Content;
  response: Response;
}

export async function get<Content>(path: string, headers: Record<string, string>): Promise<Asked<Content>> {
  const response = await fetch(path, { headers, cache: "no-store" });
  return response.ok ? { data: (await response.json()) as Content, response } : { response };
}

export async function post(path: string, body: object): Promise<{ response: Response; error?: unknown }> {
  const response = await fetch(path, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  return response.ok ? { response } : { response, error: await response.json() };
}
