// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Writes batches byte by byte as docs/settlement.md has them, wrong ones too.
library BatchCodec {
    struct Row {
        uint24 makerPpm;
        uint24 takerPpm;
        uint24 maxPpm;
    }

    struct PackedOrder {
        uint16 account;
        uint8 row;
        uint8 flags;
        uint8 market;
        uint32 price;
        uint32 quantity;
        uint48 nonce;
        uint32 expiry;
        /// With what precedes it: trigger price, length.
        bytes signature;
    }

    struct Fill {
        uint16 taker;
        uint16 maker;
        uint32 lots;
        /// 0 = the maker's.
        uint32 price;
        bool auction;
    }

    struct PackedWithdrawal {
        uint16 account;
        uint8 form;
        uint8 asset;
        address to;
        uint64 amount;
        uint48 nonce;
        uint32 expiry;
        bytes signature;
    }

    struct PackedBatch {
        uint8 version;
        uint48 sequence;
        Row[] rows;
        address[] accounts;
        PackedOrder[] orders;
        Fill[] fills;
        PackedWithdrawal[] withdrawals;
    }

    uint32 private constant MARK = 1 << 31;

    /// The batch, and how much of it the event carries.
    function encode(PackedBatch memory batch)
        internal
        pure
        returns (bytes memory encoded, uint256 carried)
    {
        bytes memory fills = _fills(batch.fills);
        encoded = abi.encodePacked(
            batch.version,
            batch.sequence,
            uint8(batch.rows.length),
            uint16(batch.accounts.length),
            uint16(batch.orders.length),
            uint24(fills.length),
            uint8(batch.withdrawals.length)
        );
        encoded = bytes.concat(encoded, _rows(batch.rows), _accounts(batch.accounts));
        encoded =
            bytes.concat(encoded, _orders(batch.orders), fills, _withdrawals(batch.withdrawals));
        carried = encoded.length;
        encoded = bytes.concat(encoded, _signatures(batch));
    }

    function _rows(Row[] memory rows) private pure returns (bytes memory encoded) {
        for (uint256 i = 0; i < rows.length; ++i) {
            Row memory row = rows[i];
            encoded =
                bytes.concat(encoded, abi.encodePacked(row.makerPpm, row.takerPpm, row.maxPpm));
        }
    }

    function _accounts(address[] memory accounts) private pure returns (bytes memory encoded) {
        for (uint256 i = 0; i < accounts.length; ++i) {
            encoded = bytes.concat(encoded, abi.encodePacked(accounts[i]));
        }
    }

    function _orders(PackedOrder[] memory orders) private pure returns (bytes memory encoded) {
        for (uint256 i = 0; i < orders.length; ++i) {
            PackedOrder memory order = orders[i];
            bytes memory head =
                abi.encodePacked(order.account, order.row, order.flags, order.market);
            bytes memory terms = abi.encodePacked(order.price, order.quantity);
            encoded =
                bytes.concat(encoded, head, terms, abi.encodePacked(order.nonce, order.expiry));
        }
    }

    function _fills(Fill[] memory fills) private pure returns (bytes memory encoded) {
        for (uint256 i = 0; i < fills.length; ++i) {
            Fill memory fill = fills[i];
            bytes memory orders = abi.encodePacked(fill.taker, fill.maker);
            if (fill.price == 0 && !fill.auction) {
                encoded = bytes.concat(encoded, orders, abi.encodePacked(fill.lots));
            } else {
                uint32 price = fill.auction ? fill.price | MARK : fill.price;
                encoded = bytes.concat(encoded, orders, abi.encodePacked(fill.lots | MARK, price));
            }
        }
    }

    function _withdrawals(PackedWithdrawal[] memory withdrawals)
        private
        pure
        returns (bytes memory encoded)
    {
        for (uint256 i = 0; i < withdrawals.length; ++i) {
            PackedWithdrawal memory one = withdrawals[i];
            bytes memory head = abi.encodePacked(one.account, one.form, one.asset, one.to);
            encoded =
                bytes.concat(encoded, head, abi.encodePacked(one.amount, one.nonce, one.expiry));
        }
    }

    function _signatures(PackedBatch memory batch) private pure returns (bytes memory encoded) {
        for (uint256 i = 0; i < batch.orders.length; ++i) {
            encoded = bytes.concat(encoded, batch.orders[i].signature);
        }
        for (uint256 i = 0; i < batch.withdrawals.length; ++i) {
            encoded = bytes.concat(encoded, batch.withdrawals[i].signature);
        }
    }
}
