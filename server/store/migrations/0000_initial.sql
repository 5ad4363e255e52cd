CREATE TABLE "minutes" (
	"market" smallint NOT NULL,
	"start_ms" bigint NOT NULL,
	"open_ticks" integer NOT NULL,
	"high_ticks" integer NOT NULL,
	"low_ticks" integer NOT NULL,
	"close_ticks" integer NOT NULL,
	"volume_lots" bigint NOT NULL,
	"volume_quanta" bigint NOT NULL,
	"trade_count" integer NOT NULL,
	CONSTRAINT "minutes_key" UNIQUE("market","start_ms")
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"order_id" bigint PRIMARY KEY NOT NULL,
	"account" integer NOT NULL,
	"market" smallint NOT NULL,
	"client_order_id" text,
	"client_order_number" bigint NOT NULL,
	"side" text NOT NULL,
	"type" text NOT NULL,
	"time_in_force" text NOT NULL,
	"post_only" boolean NOT NULL,
	"reduce_only" boolean NOT NULL,
	"price_ticks" integer NOT NULL,
	"quantity_lots" integer NOT NULL,
	"filled_lots" integer NOT NULL,
	"filled_quanta" bigint NOT NULL,
	"trigger_ticks" integer NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"parent_id" bigint NOT NULL,
	"expires_ms" bigint NOT NULL,
	"created_ms" bigint NOT NULL,
	"updated_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "positions" (
	"id" smallint PRIMARY KEY NOT NULL,
	"journal" text NOT NULL,
	"seq" bigint NOT NULL,
	"first_seq" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trades" (
	"trade_id" bigint PRIMARY KEY NOT NULL,
	"market" smallint NOT NULL,
	"price_ticks" integer NOT NULL,
	"quantity_lots" integer NOT NULL,
	"taker_sells" boolean NOT NULL,
	"maker_order_id" bigint NOT NULL,
	"taker_order_id" bigint NOT NULL,
	"maker_account" integer NOT NULL,
	"taker_account" integer NOT NULL,
	"maker_fee_quanta" bigint NOT NULL,
	"taker_fee_quanta" bigint NOT NULL,
	"time_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transfers" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"account" integer NOT NULL,
	"kind" text NOT NULL,
	"asset" smallint NOT NULL,
	"amount_quanta" bigint NOT NULL,
	"time_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "orders_by_account" ON "orders" USING btree ("account","order_id");--> statement-breakpoint
CREATE INDEX "orders_by_status" ON "orders" USING btree ("status","updated_ms");--> statement-breakpoint
CREATE INDEX "trades_by_market" ON "trades" USING btree ("market","trade_id");--> statement-breakpoint
CREATE INDEX "trades_by_maker" ON "trades" USING btree ("maker_account","trade_id");--> statement-breakpoint
CREATE INDEX "trades_by_taker" ON "trades" USING btree ("taker_account","trade_id");--> statement-breakpoint
CREATE INDEX "transfers_by_account" ON "transfers" USING btree ("account","seq");