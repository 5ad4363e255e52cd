CREATE TABLE "kept" (
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "kept_key" UNIQUE("kind","key")
);
--> statement-breakpoint
CREATE TABLE "settlements" (
	"batch" bigint PRIMARY KEY NOT NULL,
	"transaction" text NOT NULL,
	"block" bigint NOT NULL,
	"first_trade" bigint NOT NULL,
	"last_trade" bigint NOT NULL,
	"withdrawals" integer NOT NULL,
	"gas_used" bigint,
	"time_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "withdrawals" (
	"account" integer NOT NULL,
	"nonce" bigint NOT NULL,
	"asset" smallint NOT NULL,
	"amount_quanta" bigint NOT NULL,
	"receiver" text NOT NULL,
	"native" boolean NOT NULL,
	"epoch" integer NOT NULL,
	"expiry" bigint NOT NULL,
	"signature" text NOT NULL,
	"seq" bigint NOT NULL,
	"status" text NOT NULL,
	"transaction" text,
	"requested_ms" bigint NOT NULL,
	CONSTRAINT "withdrawals_key" UNIQUE("account","nonce")
);
--> statement-breakpoint
CREATE INDEX "withdrawals_by_status" ON "withdrawals" USING btree ("status");