// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouse } from "./IClearingHouse.sol";
import { LedgerPage } from "./LedgerPage.sol";

/// @title What the clearing house remembers
abstract contract ClearingHouseStorage is IClearingHouse {
    /// What every batch reads and writes; one slot.
    struct State {
        address feeAccount;
        /// Of the last batch.
        uint48 sequence;
        uint32 exitDelay;
        uint8 assetCount;
        bool paused;
    }

    /// What is rarely looked at of an account; one slot.
    struct Control {
        uint32 formerEpochUntil;
        uint32 exitBindsAt;
        uint32 exitFinalisableAt;
        /// Of the last withdrawal that was paid.
        uint48 withdrawalNonce;
    }

    /// An account's slots: 64 pages of its ledger, then one for a position in each market.
    uint256 internal constant ACCOUNT_SLOTS = 128;

    /// @inheritdoc IClearingHouse
    uint256 public constant BINDING_DELAY = 60;
    /// @inheritdoc IClearingHouse
    uint256 public constant EXPIRY_GRACE = 30 minutes;
    /// @inheritdoc IClearingHouse
    address public immutable WLUX;

    State internal _state;
    address internal _guardian;
    uint64 internal _depositCount;

    mapping(address account => uint256[ACCOUNT_SLOTS] slots) internal _accounts;
    mapping(address account => Control control) internal _controls;
    /// Two bits a resting order, 128 a slot: `TRACKED`, `DONE`.
    mapping(address account => mapping(uint256 group => uint256 marks)) internal _marks;
    /// Eight lanes of 32 bits a slot: filled lots, and in the highest bit whether it was canceled.
    mapping(address account => mapping(uint256 group => uint256 lanes)) internal _filled;
    /// Eight lanes of 32 bits a slot: from when on a cancellation binds.
    mapping(address account => mapping(uint256 group => uint256 lanes)) internal _cancelBindsAt;
    mapping(address account => mapping(address agent => Agent present)) internal _agents;
    mapping(address account => mapping(address agent => FormerAgent former)) internal _formerAgents;

    mapping(uint256 number => Asset asset) internal _assets;
    /// One more than the number, so that nothing means not listed.
    mapping(address token => uint256 numberPlusOne) internal _assetNumbers;
    mapping(uint256 number => Market market) internal _markets;
    mapping(address operator => bool allowed) internal _operators;

    modifier whenNotPaused() {
        _requireNotPaused();
        _;
    }

    constructor(address wlux) {
        if (wlux == address(0)) revert ZeroAddress();
        WLUX = wlux;
    }

    function _requireNotPaused() internal view {
        if (_state.paused) revert ClearingHousePaused();
    }

    /// Number of a listed token.
    function _assetNumber(address token) internal view returns (uint256) {
        uint256 numberPlusOne = _assetNumbers[token];
        if (numberPlusOne == 0) revert UnknownToken(token);
        return numberPlusOne - 1;
    }

    function _requireAsset(uint256 asset) internal view {
        if (asset >= _state.assetCount) revert UnknownAsset(asset);
    }

    function _balance(address account, uint256 asset) internal view returns (uint256) {
        (uint256 page, uint256 shift) = LedgerPage.placeOf(asset);
        return LedgerPage.balance(_accounts[account][page], shift);
    }

    /// From when on what is narrowed now binds settlement.
    function _bindsAt() internal view returns (uint32) {
        return uint32(block.timestamp + BINDING_DELAY);
    }
}
