import { StyleProvider } from "@ant-design/cssinjs";
import { ConfigProvider } from "antd";
import en from "antd/locale/en_US";
import zh from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import type { ReactNode } from "react";
import { language } from "../texts.ts";

// Every text stands out from its ground by 4.5 to 1, every edge of a field by 3 to 1.
const THEME = {
  token: {
    colorPrimary: "#0b5394",
    colorLink: "#0b5394",
    colorLinkHover: "#083d6d",
    colorError: "#a31515",
    colorSuccess: "#12632f",
    colorWarning: "#8a4b00",
    colorText: "#1c2733",
    colorTextSecondary: "#46535f",
    colorTextTertiary: "#51606e",
    colorTextDescription: "#51606e",
    colorTextPlaceholder: "#5d6b78",
    colorTextDisabled: "#5d6b78",
    colorTextQuaternary: "#5d6b78",
    colorBorder: "#76838f",
    colorBorderSecondary: "#c9d2da",
    borderRadius: 4,
    controlHeight: 40,
    fontSize: 16,
    fontFamily: "inherit",
    motion: false,
    wireframe: false,
  },
  components: {
    Table: { headerBg: "#eaf0f5", headerColor: "#1c2733", cellPaddingBlock: 10, cellPaddingInline: 12 },
    Steps: { descriptionMaxWidth: 240 },
  },
};

/** The library of tables and forms, in our colours and the chosen language. */
export default function Styled({ children }: { children: ReactNode }) {
  const chinese = language() === "zh";
  dayjs.locale(chinese ? "zh-cn" : "en");
  return (
    <StyleProvider hashPriority="low">
      <ConfigProvider locale={chinese ? zh : en} theme={THEME} button={{ autoInsertSpace: false }}>
        {children}
      </ConfigProvider>
    </StyleProvider>
  );
}
