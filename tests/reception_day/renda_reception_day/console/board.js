// The notice board at the door: the next reception days in large letters, and a button that reads
// them anew. One file without imports: React, the client and the rest are handed to `mount`.

const COMING = `query Coming {
  comingReceptionDays(first: 5) { nodes { id heldOn place receiverName receiverPost } }
}`;

const TEXTS = {
  zh: { title: "接待日公告牌", none: "近期没有安排接待日。", again: "刷新" },
  en: { title: "Notice board", none: "No reception day is announced.", again: "Read again" },
};

export function mount(element, { react, createRoot, query, language }) {
  const { createElement: h, useEffect, useState } = react;
  const text = TEXTS[language];

  function Board() {
    const [days, setDays] = useState(null);
    const [fault, setFault] = useState("");
    const read = async () => {
      const { data, error } = await query(COMING);
      setFault(error ?? "");
      if (data) setDays(data.comingReceptionDays.nodes);
    };
    useEffect(() => void read(), []);
    return h(
      "section",
      null,
      h("h1", null, text.title),
      fault ? h("p", { role: "alert", className: "problem" }, fault) : null,
      days && days.length === 0 ? h("p", null, text.none) : null,
      h(
        "ul",
        { className: "cards" },
        (days ?? []).map((day) =>
          h(
            "li",
            { key: day.id },
            h("strong", null, day.heldOn),
            h("p", null, `${day.place} · ${day.receiverName} · ${day.receiverPost}`),
          ),
        ),
      ),
      h("button", { type: "button", onClick: () => void read() }, text.again),
    );
  }

  const root = createRoot(element);
  root.render(h(Board));
  return () => root.unmount();
}
